"""LALR tables of the grammar. Made by `make tables`; do not edit.

A row maps symbols to numbers: `7 a b,-3 c` gives 7 for a and b, and -3 for c. An action above zero is a
state to shift to, below zero a production to reduce by, zero is the end. States name rows by line, from 0.
"""

# ruff: noqa: E501
# fmt: off
SIGNATURE = "fafab45ac139895f"
ACTIONS = "0 1 2 3 4 5 6 7 8 8 9 10 11 8 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 29 9 8 30 8 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 35 35 52 53 35 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 35 87 88 89 90 91 92 93 94 95 96 97 98 99 35 100 21 8 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120 121 122 123 124 125 126 127 128 129 130 131 132 133 134 135 8 136 35 35 137 138 139 140 141 142 143 144 145 45 45 45 8 146 147 148 149 150 151 152 45 45 153 35 35 35 35 35 35 35 35 35 35 35 35 154 155 156 35 157 158 159 160 161 162 163 164 165 166 167 168 169 170 35 171 172 173 174 175 21 176 177 178 88 179 180 8 88 8 88 7 181 182 183 184 185 186 88 8 9 187 188 189 190 9 191 192 193 9 194 88 195 196 197 198 8 199 200 199 201 202 203 204 205 8 30 206 207 208 209 210 211 212 213 214 215 216 217 8 218 8 219 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239 240 8 241 8 242 243 35 244 245 246 247 248 249 250 251 252 253 254 255 256 257 8 258 259 260 261 262 263 88 264 265 266 267 268 269 270 271 272 273 274 176 275 276 277 278 279 280 281 282 283 284 285 286 9 45 287 288 289 290 291 292 293 21 294 295 296 297 298 299 300 301 302 199 303 304 305 306 8 307 308 309 310 311 312 313 8 314 315 316 317 318 319 320 321 322 323 324 325 326 327 328 329 330 331 332 333 334 335 88 336 337 88 88 338 339 8 340 8 279 341 342 343 344 345 45 88 346 347 348 298 349 350 351 352 353 354 355 356 357 358 359 360 361 362 363 364 365 366 8 88 268 367 368 369 370 88 371 372 373 88 374 375 376 7 8 45 377 378 88 379 380 381 382 383 384 385 386 387 388 389 390 391 392 393 394 395 396 397 398 399 400 401 402 403 404 405 406 407 408 409 410 411 88 412 413 8 414 88 415 416 417 418 88 419 420 421 422 176 88 8 423 424 425 426 427 428 429 430 431 432 433 434 435 436 437 438 439 440 441 442 443 444 88 445 88 446 447 448 449 450 451 452 453 454 455 456 457 458 459 460 461 462 427 463 464 465 466 467 468 469 470 471 472 88 473 474 475 476 477 478 479 427 480 481 482 483"
GOTOS = "484 485 486 485 485 485 485 487 488 489 490 485 485 491 485 492 485 485 485 493 485 485 494 495 485 485 485 485 496 497 498 499 500 501 502 503 504 485 485 505 506 507 508 485 485 485 485 509 485 485 485 510 511 485 485 485 485 485 512 513 485 485 514 485 485 515 516 485 517 485 485 518 485 485 485 485 485 519 485 485 520 485 485 485 485 521 522 485 485 485 485 485 485 485 523 485 524 485 525 485 485 485 485 485 485 485 526 485 527 485 528 485 529 530 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 531 485 485 485 485 485 485 485 532 485 485 485 485 485 485 485 485 533 485 534 535 485 485 485 485 485 485 485 485 485 536 537 538 539 485 485 485 485 485 485 485 540 541 485 542 543 544 545 546 547 548 549 550 551 552 553 485 485 485 554 485 555 556 485 485 485 557 558 485 559 560 485 561 485 562 485 485 563 485 485 564 565 485 485 566 485 485 567 568 569 570 571 485 485 485 572 485 485 573 574 575 576 485 485 485 577 485 485 485 578 485 579 580 485 485 485 581 582 485 583 485 485 485 485 485 584 585 485 485 485 485 485 485 485 485 485 485 485 485 586 587 588 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 485 589 590 485 591 485 485 592 485 485 485 485 485 485 485 485 485 485 485 485 593 485 594 485 485 485 595 486 485 596 485 485 597 485 598 485 485 599 485 485 600 601 485 485 485 485 602 485 485 485 485 485 485 485 603 604 485 485 485 485 485 485 485 605 485 485 485 485 606 485 485 485 485 607 485 485 485 485 608 485 485 485 485 609 485 485 610 485 485 611 485 612 485 485 485 485 485 485 485 485 485 613 485 485 485 614 615 485 485 616 617 485 618 619 485 486 620 485 621 622 623 485 485 485 485 624 625 485 609 485 626 485 485 485 485 485 485 485 485 485 485 485 627 485 628 485 485 629 485 630 631 632 485 485 485 485 633 485 485 485 634 485 485 485 635 636 637 485 485 638 485 485 485 626 485 639 485 485 640 485 485 485 485 485 641 485 485 485 485 485 485 485 485 642 643 644 485 485 485 645 485 485 485 646 485 485 647 485 648 485 485 485 485 649 485 485 485 563 650 651 652 485 485 485 485 653 485 485 485 654 485 485 655 485 485 485 485 485 485 485 656 485 485 657 485 658 485 485 485 486 485 485 485 485 485 485 485 485 485 485 485 485 659 660 485 485 485 485 485 485 485 485 485 485 661 485 485 485 485 485 485 662 663 485 485 485 485"
ROWS = """\
-229 $end,58 +,59 -,70 ...,36 @,5 BROKEN,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,34 assert,66 async,65 await,26 break,20 class,27 continue,17 def,41 *,33 del,10 for,30 from,31 global,8 if,35 import,47 lambda,7 match,32 nonlocal,51 not,25 pass,29 raise,28 return,12 try,9 while,13 with,40 yield,71 {,62 ~
0 $end
-230 $end,58 +,59 -,70 ...,36 @,5 BROKEN,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,34 assert,66 async,65 await,26 break,20 class,27 continue,17 def,41 *,33 del,10 for,30 from,31 global,8 if,35 import,47 lambda,7 match,32 nonlocal,51 not,25 pass,29 raise,28 return,12 try,9 while,13 with,40 yield,71 {,62 ~
-231 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-233 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
83 NEWLINE
85 ;,84 NEWLINE,86 do
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,41 *,47 lambda,51 not,71 {,62 ~
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,47 lambda,51 not,71 {,62 ~
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,96 *,71 {,62 ~
-20 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= do **= |=
98 :
-335 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
36 @,20 class,17 def
-232 ; NEWLINE do
104 NAME
-125 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,105 ),66 async,65 await,110 *,47 lambda,51 not,40 yield,71 {,62 ~
111 NAME
-316 @ class def
117 *=,115 +=,116 -=,120 %=,119 //=,118 /=,113 :,-245 ; NEWLINE do,126 <<=,114 =,125 >>=,121 @=,122 &=,124 ^=,127 **=,123 |=
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,41 *,47 lambda,51 not,40 yield,71 {,62 ~
-23 *= += COMMA -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=
-265 ; NEWLINE do
-266 ; NEWLINE do
-267 ; NEWLINE do
58 +,59 -,70 ...,-268 ; NEWLINE do,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,41 *,47 lambda,51 not,71 {,62 ~
58 +,59 -,70 ...,-270 ; NEWLINE do,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,47 lambda,51 not,71 {,62 ~
134 .,135 ...,133 NAME
137 NAME
133 NAME
-21 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= do **= |=
-22 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=,146 COMMA
-26 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=,58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,41 *,47 lambda,51 not,71 {,62 ~
-42 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=,58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,41 *,149 from,47 lambda,51 not,71 {,62 ~
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,71 {,62 ~
158 !=,-51 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= },153 <,157 <=,155 ==,154 >,156 >=,159 in,160 is,161 not,151 |
-46 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do for from **= |= },162 if
-47 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do for from **= |= }
-48 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if **= |= },163 or
-70 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if **= |= },164 or
170 /,165 :,169 NAME,171 *,172 **
-49 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if or **= |= },173 and
-71 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if or **= |= },174 and
-50 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= }
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,51 not,71 {,62 ~
158 !=,-88 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= },153 <,157 <=,155 ==,154 >,156 >=,159 in,160 is,161 not
-52 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if in is not or **= | |= },177 ^
-53 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },178 &
-54 != *= += COMMA -= %= //= /= : := ; < <<= <= & = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },179 <<,180 >>
-55 != *= += COMMA -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },181 +,182 -
-56 != *= + += COMMA - -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },186 %,184 /,185 //,187 @,183 *
-57 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-58 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-59 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= },191 **
-60 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if ** in is not or **= | |= },192 .,193 (,194 [
70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,71 {
-104 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if ** in is not or **= | |= },70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,71 {
-61 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,197 ],66 async,65 await,110 *,47 lambda,51 not,71 {,62 ~
-62 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-131 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,110 *,206 **,47 lambda,51 not,71 {,200 },62 ~
-126 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-127 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-128 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-129 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-130 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-159 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= },80 FSTART,79 STRING
-161 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC FSTART ( NEWLINE STRING [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-163 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC FSTART ( NEWLINE STRING [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
208 FEND,212 FOPEN,211 FTEXT
-234 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-235 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-236 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break case class continue def * del elif else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~,213 INDENT
-238 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break case class continue def * del elif else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,214 NEWLINE,72 NUMBER,74 None,79 STRING,75 True,68 [,34 assert,66 async,65 await,26 break,27 continue,41 *,33 del,30 from,31 global,35 import,47 lambda,32 nonlocal,51 not,25 pass,29 raise,28 return,40 yield,71 {,62 ~
170 /,216 :,169 NAME,171 *,172 **
218 :
-178 :
-23 COMMA :,219 :=
220 :
-24 COMMA : NEWLINE ] ) as for },221 :=
222 :
223 in
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,96 *,-38 in,71 {,62 ~
225 COMMA,-40 in
-41 COMMA : ; NEWLINE ] ) do for in },151 |
58 +,59 -,70 ...,5 BROKEN,73 DURATION,80 FSTART,76 False,19 (,18 NAME,229 NEWLINE,72 NUMBER,74 None,79 STRING,75 True,68 [,34 assert,66 async,65 await,26 break,27 continue,41 *,33 del,30 from,31 global,35 import,47 lambda,32 nonlocal,51 not,25 pass,29 raise,28 return,40 yield,71 {,62 ~
231 COMMA,230 :
-323 COMMA :
-325 COMMA :,232 as
-336 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-318 @ class def
233 (
-132 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
236 COMMA,234 ),237 for
238 )
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,239 ),66 async,65 await,110 *,47 lambda,51 not,71 {,62 ~
-25 COMMA ] ) for },241 as
243 :,244 (
-246 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-249 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-250 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-251 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-252 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-253 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-254 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-255 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-256 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-257 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-258 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-259 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-260 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-261 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-248 ; NEWLINE do,247 =
-269 ; NEWLINE do
-271 ; NEWLINE do,248 from
250 .,249 import
253 .,254 ...,133 NAME,251 import
-291 COMMA . ; NEWLINE as do import
-296 . ... NAME import
-297 . ... NAME import
255 COMMA,-273 ; NEWLINE do
-275 COMMA ; NEWLINE do
255 COMMA,-274 ; NEWLINE do
225 COMMA,-277 ; NEWLINE do
58 +,59 -,70 ...,-278 ; NEWLINE do,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,96 *,71 {,62 ~
257 COMMA,-280 ; NEWLINE do
258 COMMA,-282 ; NEWLINE do
-283 COMMA ; NEWLINE do
-287 COMMA ; NEWLINE do,250 .,259 as
260 NEWLINE
-28 *= + += - -= ... %= //= /= : ; <<= = >>= @= &= DURATION FCLOSE FCONV FSPEC FSTART False ( NAME NEWLINE NUMBER None STRING True [ ^= ) async await * do lambda not **= { |= ~
-27 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=,261 COMMA
-43 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=
-34 *= += COMMA -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=,151 |
-76 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-77 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-78 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-79 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-80 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-81 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-82 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-83 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~,265 not
266 in
271 :
272 COMMA,-3 :
-6 COMMA :
-10 COMMA :,273 =
-14 COMMA : )
-15 COMMA :,274 NAME
275 NAME
-72 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= }
-73 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-74 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-75 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
291 NAME
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,292 ),66 async,65 await,296 *,298 **,47 lambda,51 not,71 {,62 ~
58 +,59 -,70 ...,-122 :,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,301 *,47 lambda,51 not,71 {,62 ~
-102 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-103 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if ** in is not or **= | |= },192 .,193 (,194 [
-133 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
236 COMMA,305 ],237 for
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,307 ],66 async,65 await,110 *,47 lambda,51 not,71 {,62 ~
-134 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
236 COMMA,237 for,309 }
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,110 *,47 lambda,51 not,71 {,311 },62 ~
314 COMMA,313 }
-148 COMMA },237 for
-24 COMMA as for },316 :,221 :=
-162 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC FSTART ( NEWLINE STRING [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-164 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC FSTART ( NEWLINE STRING [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
318 FEND,212 FOPEN,211 FTEXT
-166 FCLOSE FEND FOPEN FTEXT
-168 FCLOSE FEND FOPEN FTEXT
58 +,59 -,70 ...,36 @,5 BROKEN,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,34 assert,66 async,65 await,26 break,20 class,27 continue,17 def,41 *,33 del,10 for,30 from,31 global,8 if,35 import,47 lambda,7 match,32 nonlocal,51 not,25 pass,29 raise,28 return,12 try,9 while,13 with,40 yield,71 {,62 ~
-239 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break case class continue def * del elif else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-240 ; NEWLINE do
323 :
324 NEWLINE
330 COMMA,-39 in
-30 + - ... ; DURATION FSTART False ( NAME NEWLINE NUMBER None STRING True [ async await * do in { ~
-36 COMMA : ; NEWLINE ] ) do for in },151 |
334 except,332 finally
-241 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break case class continue def * del elif else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
335 INDENT
170 /,339 NAME,340 ),345 *,346 **
-135 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
347 ),348 for,349 if
-29 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ ] ) async await * lambda not { } ~
-136 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-137 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
352 COMMA,351 )
-35 COMMA ] ) for },151 |
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,355 ),66 async,65 await,296 *,298 **,47 lambda,51 not,71 {,62 ~
-262 ; NEWLINE do
-263 ; NEWLINE do,357 =
-247 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
362 (,364 NAME,360 *
365 NAME
250 .,367 import
-298 . ... NAME import
-299 . ... NAME import
368 NAME
330 COMMA,-279 ; NEWLINE do
371 NAME
-337 @ class def
-31 *= + += - -= ... %= //= /= : ; <<= = >>= @= &= DURATION FCLOSE FCONV FSPEC FSTART False ( NAME NEWLINE NUMBER None STRING True [ ^= ) async await * do lambda not **= { |= ~
-44 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=
-89 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if in is not or **= | |= },177 ^
-86 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if in is not or **= |= },151 |
-85 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-84 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
372 else
-66 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if or **= |= }
-68 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if or **= |= }
-64 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do for from **= |= }
170 /,-4 :,169 NAME,171 *,172 **
-16 COMMA :
-17 COMMA :
-67 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= }
-69 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= }
-87 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if in is not or **= |= },151 |
-90 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },178 &
-91 != *= += COMMA -= %= //= /= : := ; < <<= <= & = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },179 <<,180 >>
-92 != *= += COMMA -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },181 +,182 -
-93 != *= += COMMA -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },181 +,182 -
-94 != *= + += COMMA - -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },186 %,184 /,185 //,187 @,183 *
-95 != *= + += COMMA - -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },186 %,184 /,185 //,187 @,183 *
-96 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-97 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-98 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-99 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-100 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-101 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-105 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-106 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
377 COMMA,376 )
-109 COMMA )
-113 COMMA ),237 for
-24 COMMA ) for,221 :=,380 =
383 COMMA,382 ]
-110 COMMA ]
-114 COMMA ]
385 :
-24 COMMA ],-115 :,221 :=
-140 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
386 ],348 for,349 if
-141 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
352 COMMA,387 ]
-143 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
348 for,349 if,388 }
-144 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
352 COMMA,389 }
-146 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,206 **,47 lambda,51 not,71 {,390 },62 ~
348 for,349 if,393 }
-151 COMMA for },151 |
-165 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC FSTART ( NEWLINE STRING [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-167 FCLOSE FEND FOPEN FTEXT
396 =,-170 FCLOSE FCONV FSPEC
58 +,59 -,70 ...,36 @,5 BROKEN,397 DEDENT,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,34 assert,66 async,65 await,26 break,20 class,27 continue,17 def,41 *,33 del,10 for,30 from,31 global,8 if,35 import,47 lambda,7 match,32 nonlocal,51 not,25 pass,29 raise,28 return,12 try,9 while,13 with,40 yield,71 {,62 ~
-243 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break case class continue def * del elif else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
399 INDENT
-179 :
-305 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del elif else for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-45 COMMA : NEWLINE ] ) as for }
-306 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~,402 else
403 :
-33 + - ... ; DURATION FSTART False ( NAME NEWLINE NUMBER None STRING True [ async await * do in { ~
-306 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~,402 else,334 except
406 :
-315 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
58 +,59 -,70 ...,407 :,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,47 lambda,51 not,71 {,62 ~
-322 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-324 COMMA :
-326 COMMA :
-10 COMMA ),410 :,273 =
412 ->,-329 :
413 )
414 COMMA,-1 )
-5 COMMA )
-9 COMMA )
-15 COMMA ),415 NAME
416 NAME
-152 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
419 in
-138 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-32 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ ] ) async await * lambda not { } ~
-139 COMMA ] ) for }
-331 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
420 :
422 COMMA,421 )
-272 ; NEWLINE do
-293 ; NEWLINE do
-300 ; NEWLINE do
424 COMMA,-301 ; NEWLINE do
364 NAME
-284 COMMA ; NEWLINE ) do
-289 COMMA ; NEWLINE ) do,426 as
-292 COMMA . ; NEWLINE as do import
-294 ; NEWLINE do
-276 COMMA ; NEWLINE do
-281 ; NEWLINE do
-285 COMMA ; NEWLINE do
-288 COMMA ; NEWLINE do
-65 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do for from **= |= }
-8 COMMA :
-11 COMMA : )
-107 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,429 ),66 async,65 await,296 *,298 **,47 lambda,51 not,71 {,62 ~
-116 COMMA ),348 for,349 if
-117 COMMA )
-118 COMMA )
-120 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
58 +,59 -,70 ...,-122 :,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,432 ],66 async,65 await,301 *,47 lambda,51 not,71 {,62 ~
-37 COMMA ],151 |
58 +,-122 COMMA : ],59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,47 lambda,51 not,71 {,62 ~
-153 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-142 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-154 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-145 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-147 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-149 COMMA }
316 :
-155 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-150 COMMA for }
-171 FCLOSE FSPEC,437 FCONV
-173 FCLOSE FCONV FSPEC
-237 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break case class continue def * del elif else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-244 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break case class continue def * del elif else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
440 BROKEN,441 case
-306 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~,443 elif,402 else
-311 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
444 :
-307 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~,447 finally
-317 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
450 :,451 as
58 +,59 -,70 ...,36 @,5 BROKEN,452 DEDENT,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,34 assert,66 async,65 await,26 break,20 class,27 continue,17 def,41 *,33 del,10 for,30 from,31 global,8 if,35 import,47 lambda,7 match,32 nonlocal,51 not,25 pass,29 raise,28 return,12 try,9 while,13 with,40 yield,71 {,62 ~
454 :
170 /,339 NAME,-2 ),345 *,346 **
-16 COMMA ),458 :
-17 COMMA ),459 :
460 in
-158 COMMA ] ) for if }
463 :
58 +,59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,464 ),66 async,65 await,296 *,298 **,47 lambda,51 not,71 {,62 ~
-264 ; NEWLINE do
467 COMMA,466 )
468 NAME
-295 ; NEWLINE do
-63 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do for from **= |= }
-108 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-111 COMMA )
-119 COMMA )
-121 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-112 COMMA ]
-123 COMMA ],469 :
-115 COMMA : ]
-172 FCLOSE,472 FSPEC
-174 FCLOSE FSPEC
440 BROKEN,473 DEDENT,441 case
-180 BROKEN DEDENT case
475 NEWLINE
493 -,73 DURATION,80 FSTART,76 False,487 (,481 NAME,72 NUMBER,74 None,79 STRING,75 True,488 [,483 *,489 {
-304 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-313 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
497 :
-314 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-319 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
499 NAME
-242 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break case class continue def * del elif else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-12 COMMA ),500 =
-330 :
502 :
-7 COMMA )
-156 COMMA ] ) for if }
-332 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
507 :
-286 COMMA ; NEWLINE ) do
-302 ; NEWLINE do
364 NAME,508 )
-290 COMMA ; NEWLINE ) do
58 +,-122 COMMA ],59 -,70 ...,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,66 async,65 await,47 lambda,51 not,71 {,62 ~
510 FCLOSE
-160 FCLOSE
-175 FCLOSE,212 FOPEN,211 FTEXT
-177 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-184 BROKEN DEDENT case
-185 BROKEN DEDENT case,512 INDENT
513 :,514 if
-191 COMMA,-189 : if
493 -,-192 : if,73 DURATION,80 FSTART,76 False,487 (,481 NAME,72 NUMBER,74 None,79 STRING,75 True,488 [,483 *,489 {
517 COMMA
-190 COMMA : ] ) if },518 as
-208 COMMA . : ( ] ) as if | }
-201 COMMA : ] ) as if },519 |
520 NAME
-181 COMMA : ] ) as if | }
-202 COMMA : ] ) as if | }
-210 COMMA : ] ) as if | },-206 . (
493 -,73 DURATION,80 FSTART,76 False,487 (,481 NAME,72 NUMBER,74 None,79 STRING,75 True,488 [,521 ),483 *,489 {
493 -,73 DURATION,80 FSTART,76 False,487 (,481 NAME,72 NUMBER,74 None,79 STRING,75 True,488 [,524 ],483 *,489 {
493 -,73 DURATION,80 FSTART,76 False,481 NAME,72 NUMBER,74 None,79 STRING,75 True,531 **,527 }
535 .,534 (
-203 COMMA : ] ) as if | }
-204 COMMA : ] ) as if | },-205 . (
73 DURATION,80 FSTART,76 False,72 NUMBER,74 None,79 STRING,75 True
537 :
-309 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-312 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-320 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
539 :
-327 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-18 COMMA )
-19 COMMA )
-157 COMMA ] ) for if }
-333 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-303 ; NEWLINE do
-124 COMMA ]
-169 FCLOSE FEND FOPEN FTEXT
-176 FCLOSE,212 FOPEN,211 FTEXT
546 COMMA,-193 : if
-191 COMMA : ] ) if
-194 - : DURATION FSTART False ( NAME NUMBER None STRING True [ ] ) * if {
547 NAME
493 -,73 DURATION,80 FSTART,76 False,487 (,481 NAME,72 NUMBER,74 None,79 STRING,75 True,488 [,489 {
-196 COMMA : ] ) if
-211 COMMA : ] ) as if | }
517 COMMA,549 )
493 -,73 DURATION,80 FSTART,76 False,487 (,481 NAME,72 NUMBER,74 None,79 STRING,75 True,488 [,550 ),483 *,489 {
-215 COMMA : ] ) as if | }
517 COMMA,552 ]
493 -,73 DURATION,80 FSTART,76 False,487 (,481 NAME,72 NUMBER,74 None,79 STRING,75 True,488 [,553 ],483 *,489 {
-219 COMMA : ] ) as if | }
556 COMMA,555 }
-183 COMMA }
557 :
558 NAME
535 .
-206 .
493 -,73 DURATION,80 FSTART,76 False,487 (,563 NAME,72 NUMBER,74 None,79 STRING,75 True,488 [,559 ),489 {
564 NAME
-207 COMMA : ] ) as if | }
-310 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-13 COMMA )
-328 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-334 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del for from global if import lambda match nonlocal not pass raise return try while with yield { ~
58 +,59 -,70 ...,36 @,5 BROKEN,567 DEDENT,73 DURATION,80 FSTART,76 False,19 (,18 NAME,72 NUMBER,74 None,79 STRING,75 True,68 [,34 assert,66 async,65 await,26 break,20 class,27 continue,17 def,41 *,33 del,10 for,30 from,31 global,8 if,35 import,47 lambda,7 match,32 nonlocal,51 not,25 pass,29 raise,28 return,12 try,9 while,13 with,40 yield,71 {,62 ~
-187 BROKEN DEDENT case
568 :
-195 - : DURATION FSTART False ( NAME NUMBER None STRING True [ ] ) * if {
-197 COMMA : ] ) if }
-198 COMMA : ] ) as if | }
-212 COMMA : ] ) as if | }
-213 COMMA : ] ) as if | }
546 COMMA,569 )
-216 COMMA : ] ) as if | }
-217 COMMA : ] ) as if | }
546 COMMA,570 ]
-220 COMMA : ] ) as if | }
493 -,73 DURATION,80 FSTART,76 False,481 NAME,72 NUMBER,74 None,79 STRING,75 True,531 **,571 }
-223 COMMA }
-224 COMMA : ] ) as if | }
575 COMMA,574 )
-182 COMMA )
-227 COMMA )
-208 COMMA . ( ) as |,576 =
-209 COMMA . : ( ] ) as if | }
-308 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del elif else for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-321 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def * del else except finally for from global if import lambda match nonlocal not pass raise return try while with yield { ~
-186 BROKEN DEDENT case
-214 COMMA : ] ) as if | }
-218 COMMA : ] ) as if | }
-221 COMMA : ] ) as if | }
-199 COMMA }
-222 COMMA }
-225 COMMA : ] ) as if | }
493 -,73 DURATION,80 FSTART,76 False,487 (,563 NAME,72 NUMBER,74 None,79 STRING,75 True,488 [,578 ),489 {
-188 BROKEN DEDENT case
-226 COMMA : ] ) as if | }
-200 COMMA )
-228 COMMA )
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,4 compound,21 decorator,15 decorators,14 definition,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,3 line,69 literal,1 module,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,2 statements,78 string,77 strings,56 sum,24 test,22 value,37 yield_expression

49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,82 compound,21 decorator,15 decorators,14 definition,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,81 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,88 items_or_one,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,87 subject,56 sum,89 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,90 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,91 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,92 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,91 test
67 atom,63 awaited,54 bit_and,97 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,95 target,93 target_list,94 targets
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,101 test,100 with_item,99 with_items
103 decorator,102 definition
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,106 group_item,108 group_items,44 lambda_expression,69 literal,109 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,91 test,107 yield_expression
112 augmented
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,24 test,128 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,129 items_or_one,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,24 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,130 test
132 dots,131 dotted
136 names
138 names
67 atom,63 awaited,54 bit_and,97 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,139 target,140 targets
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,141 test
144 dotted,143 module_alias,142 modules
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,145 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,91 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,147 item,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,24 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,148 items_or_one,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,24 test
67 atom,63 awaited,54 bit_and,150 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
152 compare_operator
168 plain_parameter,167 plain_parameter_list,166 plain_parameters
67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,69 literal,175 not_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
176 compare_operator
67 atom,63 awaited,188 factor,69 literal,61 power,64 primary,78 string,77 strings
67 atom,63 awaited,189 factor,69 literal,61 power,64 primary,78 string,77 strings
67 atom,63 awaited,190 factor,69 literal,61 power,64 primary,78 string,77 strings
67 atom,195 awaited,69 literal,64 primary,78 string,77 strings
67 atom,69 literal,196 primary,78 string,77 strings
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,198 group_item,199 group_items,44 lambda_expression,69 literal,109 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,91 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,201 group_item,202 group_items,44 lambda_expression,69 literal,109 named,48 not_test,46 or_chain,43 or_test,204 pair,203 pair_list,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,205 test
207 string
210 piece,209 pieces
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,215 simple,78 string,77 strings,56 sum,24 test,22 value,37 yield_expression
168 plain_parameter,167 plain_parameter_list,217 plain_parameters
67 atom,63 awaited,54 bit_and,97 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,224 target
67 atom,63 awaited,54 bit_and,226 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,227 suite,56 sum,24 test,22 value,37 yield_expression
235 comprehensions
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,240 group_item,44 lambda_expression,69 literal,109 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,91 test
67 atom,63 awaited,54 bit_and,242 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,24 test,245 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,246 test
252 dotted
67 atom,63 awaited,54 bit_and,97 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,256 target
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,262 test
67 atom,63 awaited,54 bit_and,263 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
67 atom,63 awaited,54 bit_and,264 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,69 literal,48 not_test,46 or_chain,267 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
49 and_chain,268 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,69 literal,48 not_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
49 and_chain,269 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,69 literal,48 not_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,270 test
67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,69 literal,276 not_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,69 literal,277 not_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
67 atom,63 awaited,54 bit_and,278 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
67 atom,63 awaited,279 bit_and,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
67 atom,63 awaited,60 factor,69 literal,61 power,64 primary,57 product,280 shift,78 string,77 strings,56 sum
67 atom,63 awaited,60 factor,69 literal,61 power,64 primary,57 product,78 string,77 strings,281 sum
67 atom,63 awaited,60 factor,69 literal,61 power,64 primary,57 product,78 string,77 strings,282 sum
67 atom,63 awaited,60 factor,69 literal,61 power,64 primary,283 product,78 string,77 strings
67 atom,63 awaited,60 factor,69 literal,61 power,64 primary,284 product,78 string,77 strings
67 atom,63 awaited,285 factor,69 literal,61 power,64 primary,78 string,77 strings
67 atom,63 awaited,286 factor,69 literal,61 power,64 primary,78 string,77 strings
67 atom,63 awaited,287 factor,69 literal,61 power,64 primary,78 string,77 strings
67 atom,63 awaited,288 factor,69 literal,61 power,64 primary,78 string,77 strings
67 atom,63 awaited,289 factor,69 literal,61 power,64 primary,78 string,77 strings
67 atom,63 awaited,290 factor,69 literal,61 power,64 primary,78 string,77 strings
49 and_chain,45 and_test,294 argument,293 arguments,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,295 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,297 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,302 named,48 not_test,303 optional,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,300 subscript,299 subscripts,56 sum,304 test
306 comprehensions
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,308 group_item,44 lambda_expression,69 literal,109 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,91 test
310 comprehensions
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,312 group_item,44 lambda_expression,69 literal,109 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,91 test
315 comprehensions
67 atom,63 awaited,54 bit_and,317 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
319 piece
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,24 test,320 value,37 yield_expression
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,4 compound,21 decorator,15 decorators,14 definition,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,3 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,321 statements,78 string,77 strings,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,322 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,325 test
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,326 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,327 test
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,328 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,329 items_or_one,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,24 test
333 handler,331 handlers
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,336 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,101 test,337 with_item
67 atom,63 awaited,54 bit_and,97 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,338 target
343 parameter,342 parameter_list,341 parameters,344 plain_parameter
67 atom,63 awaited,54 bit_and,97 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,95 target,350 target_list,94 targets
67 atom,63 awaited,54 bit_and,97 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,353 target
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,354 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,294 argument,356 arguments,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,295 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,297 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,358 test
363 alias,359 import_names,361 imported
363 alias,366 import_names,361 imported
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,369 test
144 dotted,370 module_alias
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,373 test
374 plain_parameter
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,375 test
378 comprehensions
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,379 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,381 test
67 atom,63 awaited,54 bit_and,384 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,391 pair,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,392 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,394 test
395 self_documenting
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,398 suite,56 sum,24 test,22 value,37 yield_expression
400 elifs
401 else_part
404 else_part,405 handler
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,408 test
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,4 compound,21 decorator,15 decorators,14 definition,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,3 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,409 statements,78 string,77 strings,56 sum,24 test,22 value,37 yield_expression
411 returns
67 atom,63 awaited,54 bit_and,97 bit_or,53 bit_xor,60 factor,69 literal,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,95 target,417 target_list,94 targets
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,69 literal,48 not_test,46 or_chain,418 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,24 test,423 value,37 yield_expression
363 alias,425 imported
363 alias,427 import_names,361 imported
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,428 test
49 and_chain,45 and_test,430 argument,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,295 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,297 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,431 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,302 named,48 not_test,303 optional,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,433 subscript,56 sum,304 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,434 optional,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,435 test
436 conversion
438 cases,439 clause
442 else_part
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,445 suite,56 sum,24 test,22 value,37 yield_expression
446 finally_part
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,448 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,449 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,453 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,455 test
456 returns
457 parameter,344 plain_parameter
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,69 literal,48 not_test,46 or_chain,461 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,462 suite,56 sum,24 test,22 value,37 yield_expression
465 alias
470 spec,471 spec_text
474 clause
490 class_name,484 closed_pattern,492 dotted_value,491 literal,480 or_pattern,477 pattern,482 pattern_chain,476 patterns,486 plain_name,479 sequence_item,478 sequence_items,78 string,77 strings,485 value_key
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,494 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,91 test
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,495 suite,56 sum,24 test,22 value,37 yield_expression
496 else_part
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,498 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,501 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,503 item,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,24 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,504 test
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,69 literal,48 not_test,46 or_chain,505 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,506 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,509 optional,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,435 test
210 piece,511 pieces
490 class_name,484 closed_pattern,492 dotted_value,491 literal,480 or_pattern,516 pattern,482 pattern_chain,486 plain_name,515 sequence_item,78 string,77 strings,485 value_key
490 class_name,484 closed_pattern,492 dotted_value,491 literal,480 or_pattern,516 pattern,482 pattern_chain,486 plain_name,522 sequence_item,523 sequence_items,78 string,77 strings,485 value_key
490 class_name,484 closed_pattern,492 dotted_value,491 literal,480 or_pattern,516 pattern,482 pattern_chain,486 plain_name,525 sequence_item,526 sequence_items,78 string,77 strings,485 value_key
532 class_name,492 dotted_value,491 literal,529 mapping_item,528 mapping_items,533 plain_name,78 string,77 strings,530 value_key
536 literal,78 string,77 strings
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,538 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,540 test
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,541 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,542 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,4 compound,21 decorator,15 decorators,14 definition,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,3 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,543 statements,78 string,77 strings,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,544 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,44 lambda_expression,69 literal,545 named,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,78 string,77 strings,56 sum,91 test
490 class_name,548 closed_pattern,492 dotted_value,491 literal,486 plain_name,78 string,77 strings,485 value_key
490 class_name,484 closed_pattern,492 dotted_value,491 literal,480 or_pattern,516 pattern,482 pattern_chain,486 plain_name,551 sequence_item,78 string,77 strings,485 value_key
490 class_name,484 closed_pattern,492 dotted_value,491 literal,480 or_pattern,516 pattern,482 pattern_chain,486 plain_name,554 sequence_item,78 string,77 strings,485 value_key
561 class_argument,560 class_arguments,490 class_name,484 closed_pattern,492 dotted_value,491 literal,480 or_pattern,562 pattern,482 pattern_chain,486 plain_name,78 string,77 strings,485 value_key
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,565 suite,56 sum,24 test,22 value,37 yield_expression
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,566 suite,56 sum,24 test,22 value,37 yield_expression
532 class_name,492 dotted_value,491 literal,572 mapping_item,533 plain_name,78 string,77 strings,530 value_key
490 class_name,484 closed_pattern,492 dotted_value,491 literal,480 or_pattern,573 pattern,482 pattern_chain,486 plain_name,78 string,77 strings,485 value_key
49 and_chain,45 and_test,23 assigned,67 atom,63 awaited,54 bit_and,42 bit_or,53 bit_xor,52 compare_chain,50 comparison,60 factor,38 item,39 items,11 items_or_one,44 lambda_expression,228 line,69 literal,48 not_test,46 or_chain,43 or_test,61 power,64 primary,57 product,55 shift,16 simple,6 simples,78 string,77 strings,577 suite,56 sum,24 test,22 value,37 yield_expression
579 class_argument,490 class_name,484 closed_pattern,492 dotted_value,491 literal,480 or_pattern,562 pattern,482 pattern_chain,486 plain_name,78 string,77 strings,485 value_key
490 class_name,484 closed_pattern,492 dotted_value,491 literal,480 or_pattern,580 pattern,482 pattern_chain,486 plain_name,78 string,77 strings,485 value_key
"""
