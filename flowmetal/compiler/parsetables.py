"""LALR tables of the grammar. Made by `make tables`; do not edit.

A row maps symbols to numbers: `7 a b,-3 c` gives 7 for a and b, and -3 for c. An action above zero is a
state to shift to, below zero a production to reduce by, zero is the end. States name rows by line, from 0.
"""

# ruff: noqa: E501
# fmt: off
SIGNATURE = "7ddafabfb12b14cf"
ACTIONS = "0 1 2 3 4 5 6 7 7 8 9 10 7 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 28 8 7 29 7 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 34 34 51 52 34 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 34 82 83 84 85 86 87 88 89 90 91 92 93 94 34 95 20 7 96 97 98 99 100 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117 118 119 120 121 122 123 124 125 126 127 128 129 130 7 131 34 34 132 133 134 135 136 137 138 139 140 44 44 44 7 141 142 143 144 145 146 147 44 44 148 34 34 34 34 34 34 34 34 34 34 34 34 149 150 151 34 152 153 154 155 156 157 158 159 160 161 162 163 164 165 34 166 167 168 169 170 20 171 172 173 83 174 83 7 83 175 176 177 178 179 180 181 83 7 8 182 183 184 185 8 186 187 188 8 189 83 190 191 192 193 7 194 195 194 196 197 198 199 200 7 29 201 202 203 204 205 206 207 208 209 210 211 212 7 213 7 214 215 216 217 218 219 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 7 236 7 237 238 34 239 240 241 242 243 244 245 246 247 248 249 250 251 252 7 253 254 255 256 257 258 83 259 260 261 262 263 264 265 266 267 171 268 269 270 271 272 273 274 275 276 277 278 279 8 44 280 281 282 283 284 285 286 20 287 288 289 290 291 292 293 294 295 194 296 297 298 299 7 300 301 302 303 304 305 306 7 307 308 309 310 311 312 313 314 315 316 317 318 319 320 321 322 323 324 325 326 327 83 328 329 83 83 330 331 7 332 7 272 333 334 335 336 337 44 83 338 339 340 291 341 342 343 344 345 346 347 348 349 350 351 352 353 354 7 83 261 355 356 357 358 83 359 360 361 83 362 363 364 175 7 44 365 366 83 367 368 369 370 371 372 373 374 375 376 377 378 83 379 380 7 381 83 382 383 384 385 83 386 387 388 389 83 390 83 391 392 393 394 395"
GOTOS = "396 397 398 397 397 397 397 399 400 401 397 397 402 397 403 397 397 397 404 397 397 405 406 397 397 397 397 407 408 409 410 411 412 413 414 415 397 397 416 417 418 419 397 397 397 397 420 397 397 397 421 422 397 397 397 397 397 423 424 397 397 425 397 397 426 427 397 428 397 397 397 397 397 397 429 430 397 397 431 397 397 397 397 432 433 397 397 397 397 434 397 435 397 436 397 397 397 397 397 397 397 437 397 438 397 439 397 440 441 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 442 397 397 397 397 397 397 397 443 397 397 397 397 397 397 397 397 444 397 445 446 397 397 397 397 397 397 397 397 397 447 448 449 450 397 397 397 397 397 397 397 451 452 397 453 454 455 456 457 458 459 460 461 462 463 464 397 397 397 465 397 466 467 397 397 397 468 469 397 470 471 397 472 397 473 397 397 474 397 397 475 476 397 397 477 397 478 479 480 481 397 397 397 482 397 397 483 484 485 486 397 397 397 487 397 397 397 488 397 489 490 397 397 397 491 492 397 493 397 397 397 397 397 494 495 397 397 397 397 397 397 397 397 397 397 397 397 496 497 498 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 397 499 500 397 501 397 397 502 397 397 397 397 397 397 397 397 397 397 397 397 503 397 504 397 397 397 505 398 397 506 507 397 508 397 397 509 397 397 510 511 397 397 397 397 512 397 397 397 397 397 397 397 513 514 397 397 397 397 397 397 397 515 397 397 397 397 516 397 397 397 397 517 397 397 397 397 518 397 397 397 397 519 397 397 520 397 397 521 397 522 397 397 397 397 397 397 397 397 397 523 397 397 397 524 397 397 525 526 397 527 528 397 398 529 397 530 531 532 397 397 397 397 533 534 397 519 397 535 397 397 397 397 397 397 397 397 397 397 397 536 397 397 537 538 539 397 397 397 397 540 397 397 397 541 397 397 397 542 543 544 397 397 545 397 397 397 535 397 546 397 397 547 397 397 397 548 397 397 549 397 550 397 397 397 397 551 397 397 397 474 552 397 553 397 397 397 397 397"
ROWS = """\
-176 $end,57 +,58 -,73 ...,35 @,5 BROKEN,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,33 assert,65 async,64 await,25 break,19 class,26 continue,16 def,32 del,40 *,9 for,29 from,30 global,7 if,34 import,46 lambda,31 nonlocal,50 not,24 pass,28 raise,27 return,11 try,8 while,12 with,39 yield,74 {,61 ~
0 $end
-177 $end,57 +,58 -,73 ...,35 @,5 BROKEN,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,33 assert,65 async,64 await,25 break,19 class,26 continue,16 def,32 del,40 *,9 for,29 from,30 global,7 if,34 import,46 lambda,31 nonlocal,50 not,24 pass,28 raise,27 return,11 try,8 while,12 with,39 yield,74 {,61 ~
-178 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-180 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
81 NEWLINE
83 ;,82 NEWLINE,84 do
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,46 lambda,50 not,74 {,61 ~
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,91 *,74 {,61 ~
-20 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= do **= |=
93 :
-282 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
35 @,19 class,16 def
-179 ; NEWLINE do
99 NAME
-124 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,100 ),65 async,64 await,105 *,46 lambda,50 not,39 yield,74 {,61 ~
106 NAME
-263 @ class def
112 *=,110 +=,111 -=,115 %=,114 //=,113 /=,108 :,-192 ; NEWLINE do,121 <<=,109 =,120 >>=,116 @=,117 &=,119 ^=,122 **=,118 |=
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,40 *,46 lambda,50 not,39 yield,74 {,61 ~
-23 *= += COMMA -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=
-212 ; NEWLINE do
-213 ; NEWLINE do
-214 ; NEWLINE do
57 +,58 -,73 ...,-215 ; NEWLINE do,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,40 *,46 lambda,50 not,74 {,61 ~
57 +,58 -,73 ...,-217 ; NEWLINE do,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,46 lambda,50 not,74 {,61 ~
129 .,130 ...,128 NAME
132 NAME
128 NAME
-21 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= do **= |=
-22 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=,141 COMMA
-26 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=,57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,40 *,46 lambda,50 not,74 {,61 ~
-42 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=,57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,40 *,144 from,46 lambda,50 not,74 {,61 ~
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,74 {,61 ~
153 !=,-51 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= },148 <,152 <=,150 ==,149 >,151 >=,154 in,155 is,156 not,146 |
-46 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do for from **= |= },157 if
-47 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do for from **= |= }
-48 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if **= |= },158 or
-69 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if **= |= },159 or
165 /,160 :,164 NAME,166 *,167 **
-49 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if or **= |= },168 and
-70 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if or **= |= },169 and
-50 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= }
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,50 not,74 {,61 ~
153 !=,-87 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= },148 <,152 <=,150 ==,149 >,151 >=,154 in,155 is,156 not
-52 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if in is not or **= | |= },172 ^
-53 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },173 &
-54 != *= += COMMA -= %= //= /= : := ; < <<= <= & = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },174 <<,175 >>
-55 != *= += COMMA -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },176 +,177 -
-56 != *= + += COMMA - -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },181 %,179 /,180 //,182 @,178 *
-57 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-58 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-59 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= },186 **
-60 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if ** in is not or **= | |= },187 .,188 (,189 [
73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,74 {
-103 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if ** in is not or **= | |= },73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,74 {
-61 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,192 ],65 async,64 await,105 *,46 lambda,50 not,74 {,61 ~
-125 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-126 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-127 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-128 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-129 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-130 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,105 *,201 **,46 lambda,50 not,74 {,195 },61 ~
-158 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= },78 FSTART,77 STRING
-160 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC FSTART ( NEWLINE STRING [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-162 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC FSTART ( NEWLINE STRING [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
203 FEND,207 FOPEN,206 FTEXT
-181 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-182 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-183 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * elif else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~,208 INDENT
-185 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * elif else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,209 NEWLINE,68 NUMBER,70 None,77 STRING,71 True,67 [,33 assert,65 async,64 await,25 break,26 continue,32 del,40 *,29 from,30 global,34 import,46 lambda,31 nonlocal,50 not,24 pass,28 raise,27 return,39 yield,74 {,61 ~
165 /,211 :,164 NAME,166 *,167 **
213 :
-24 COMMA : NEWLINE ] ) as for },214 :=
215 :
216 in
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,91 *,-38 in,74 {,61 ~
218 COMMA,-40 in
-41 COMMA : ; NEWLINE ] ) do for in },146 |
57 +,58 -,73 ...,5 BROKEN,69 DURATION,78 FSTART,72 False,18 (,17 NAME,222 NEWLINE,68 NUMBER,70 None,77 STRING,71 True,67 [,33 assert,65 async,64 await,25 break,26 continue,32 del,40 *,29 from,30 global,34 import,46 lambda,31 nonlocal,50 not,24 pass,28 raise,27 return,39 yield,74 {,61 ~
224 COMMA,223 :
-270 COMMA :
-272 COMMA :,225 as
-283 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-265 @ class def
226 (
-131 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
229 COMMA,227 ),230 for
231 )
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,232 ),65 async,64 await,105 *,46 lambda,50 not,74 {,61 ~
-25 COMMA ] ) for },234 as
236 :,237 (
-193 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-196 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-197 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-198 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-199 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-200 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-201 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-202 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-203 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-204 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-205 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-206 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-207 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-208 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
-195 ; NEWLINE do,240 =
-216 ; NEWLINE do
-218 ; NEWLINE do,241 from
243 .,242 import
246 .,247 ...,128 NAME,244 import
-238 COMMA . ; NEWLINE as do import
-243 . ... NAME import
-244 . ... NAME import
248 COMMA,-220 ; NEWLINE do
-222 COMMA ; NEWLINE do
248 COMMA,-221 ; NEWLINE do
218 COMMA,-224 ; NEWLINE do
57 +,58 -,73 ...,-225 ; NEWLINE do,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,91 *,74 {,61 ~
250 COMMA,-227 ; NEWLINE do
251 COMMA,-229 ; NEWLINE do
-230 COMMA ; NEWLINE do
-234 COMMA ; NEWLINE do,243 .,252 as
253 NEWLINE
-28 *= + += - -= ... %= //= /= : ; <<= = >>= @= &= DURATION FCLOSE FCONV FSPEC FSTART False ( NAME NEWLINE NUMBER None STRING True [ ^= ) async await * do lambda not **= { |= ~
-27 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=,254 COMMA
-43 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=
-34 *= += COMMA -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=,146 |
-75 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-76 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-77 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-78 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-79 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-80 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-81 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-82 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~,258 not
259 in
264 :
265 COMMA,-3 :
-6 COMMA :
-10 COMMA :,266 =
-14 COMMA : )
-15 COMMA :,267 NAME
268 NAME
-71 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= }
-72 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-73 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-74 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
284 NAME
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,285 ),65 async,64 await,289 *,291 **,46 lambda,50 not,74 {,61 ~
57 +,58 -,73 ...,-121 :,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,294 *,46 lambda,50 not,74 {,61 ~
-101 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-102 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if ** in is not or **= | |= },187 .,188 (,189 [
-132 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
229 COMMA,298 ],230 for
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,300 ],65 async,64 await,105 *,46 lambda,50 not,74 {,61 ~
-133 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
229 COMMA,230 for,302 }
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,105 *,46 lambda,50 not,74 {,304 },61 ~
307 COMMA,306 }
-147 COMMA },230 for
-24 COMMA as for },309 :,214 :=
-161 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC FSTART ( NEWLINE STRING [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-163 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC FSTART ( NEWLINE STRING [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
311 FEND,207 FOPEN,206 FTEXT
-165 FCLOSE FEND FOPEN FTEXT
-167 FCLOSE FEND FOPEN FTEXT
57 +,58 -,73 ...,35 @,5 BROKEN,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,33 assert,65 async,64 await,25 break,19 class,26 continue,16 def,32 del,40 *,9 for,29 from,30 global,7 if,34 import,46 lambda,31 nonlocal,50 not,24 pass,28 raise,27 return,11 try,8 while,12 with,39 yield,74 {,61 ~
-186 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * elif else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
-187 ; NEWLINE do
316 :
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,40 *,46 lambda,50 not,74 {,61 ~
321 COMMA,-39 in
-30 + - ... ; DURATION FSTART False ( NAME NEWLINE NUMBER None STRING True [ async await * do in { ~
-36 COMMA : ; NEWLINE ] ) do for in },146 |
325 except,323 finally
-188 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * elif else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
326 INDENT
165 /,330 NAME,331 ),336 *,337 **
-134 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
338 ),339 for,340 if
-29 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ ] ) async await * lambda not { } ~
-135 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-136 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
343 COMMA,342 )
-35 COMMA ] ) for },146 |
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,346 ),65 async,64 await,289 *,291 **,46 lambda,50 not,74 {,61 ~
-209 ; NEWLINE do
-210 ; NEWLINE do,348 =
-194 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await * lambda not yield { ~
353 (,355 NAME,351 *
356 NAME
243 .,358 import
-245 . ... NAME import
-246 . ... NAME import
359 NAME
321 COMMA,-226 ; NEWLINE do
362 NAME
-284 @ class def
-31 *= + += - -= ... %= //= /= : ; <<= = >>= @= &= DURATION FCLOSE FCONV FSPEC FSTART False ( NAME NEWLINE NUMBER None STRING True [ ^= ) async await * do lambda not **= { |= ~
-44 *= += -= %= //= /= : ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ^= ) do **= |=
-88 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if in is not or **= | |= },172 ^
-85 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if in is not or **= |= },146 |
-84 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
-83 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ async await { ~
363 else
-65 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if or **= |= }
-67 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do else for from if or **= |= }
-63 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do for from **= |= }
165 /,-4 :,164 NAME,166 *,167 **
-16 COMMA :
-17 COMMA :
-66 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= }
-68 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if or **= |= }
-86 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) and as do else for from if in is not or **= |= },146 |
-89 != *= += COMMA -= %= //= /= : := ; < <<= <= = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },173 &
-90 != *= += COMMA -= %= //= /= : := ; < <<= <= & = == > >= >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },174 <<,175 >>
-91 != *= += COMMA -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },176 +,177 -
-92 != *= += COMMA -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },176 +,177 -
-93 != *= + += COMMA - -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },181 %,179 /,180 //,182 @,178 *
-94 != *= + += COMMA - -= %= //= /= : := ; < << <<= <= & = == > >= >> >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as do else for from if in is not or **= | |= },181 %,179 /,180 //,182 @,178 *
-95 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-96 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-97 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-98 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-99 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-100 != % *= + += COMMA - -= / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC NEWLINE ] ^ ^= ) and as * do else for from if in is not or **= | |= }
-104 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-105 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
368 COMMA,367 )
-108 COMMA )
-112 COMMA ),230 for
-24 COMMA ) for,214 :=,371 =
374 COMMA,373 ]
-109 COMMA ]
-113 COMMA ]
376 :
-24 COMMA ],-114 :,214 :=
-139 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
377 ],339 for,340 if
-140 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
343 COMMA,378 ]
-142 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
339 for,340 if,379 }
-143 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
343 COMMA,380 }
-145 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,201 **,46 lambda,50 not,74 {,381 },61 ~
339 for,340 if,384 }
-150 COMMA for },146 |
-164 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC FSTART ( NEWLINE STRING [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-166 FCLOSE FEND FOPEN FTEXT
387 =,-169 FCLOSE FCONV FSPEC
57 +,58 -,73 ...,35 @,5 BROKEN,388 DEDENT,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,33 assert,65 async,64 await,25 break,19 class,26 continue,16 def,32 del,40 *,9 for,29 from,30 global,7 if,34 import,46 lambda,31 nonlocal,50 not,24 pass,28 raise,27 return,11 try,8 while,12 with,39 yield,74 {,61 ~
-190 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * elif else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
-252 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * elif else for from global if import lambda nonlocal not pass raise return try while with yield { ~
-45 COMMA : NEWLINE ] ) as for }
-253 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~,392 else
393 :
-33 + - ... ; DURATION FSTART False ( NAME NEWLINE NUMBER None STRING True [ async await * do in { ~
-253 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * finally for from global if import lambda nonlocal not pass raise return try while with yield { ~,392 else,325 except
396 :
-262 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
57 +,58 -,73 ...,397 :,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,46 lambda,50 not,74 {,61 ~
-269 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-271 COMMA :
-273 COMMA :
-10 COMMA ),400 :,266 =
402 ->,-276 :
403 )
404 COMMA,-1 )
-5 COMMA )
-9 COMMA )
-15 COMMA ),405 NAME
406 NAME
-151 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
409 in
-137 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-32 + - ... DURATION FSTART False ( NAME NUMBER None STRING True [ ] ) async await * lambda not { } ~
-138 COMMA ] ) for }
-278 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
410 :
412 COMMA,411 )
-219 ; NEWLINE do
-240 ; NEWLINE do
-247 ; NEWLINE do
414 COMMA,-248 ; NEWLINE do
355 NAME
-231 COMMA ; NEWLINE ) do
-236 COMMA ; NEWLINE ) do,416 as
-239 COMMA . ; NEWLINE as do import
-241 ; NEWLINE do
-223 COMMA ; NEWLINE do
-228 ; NEWLINE do
-232 COMMA ; NEWLINE do
-235 COMMA ; NEWLINE do
-64 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do for from **= |= }
-8 COMMA :
-11 COMMA : )
-106 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,419 ),65 async,64 await,289 *,291 **,46 lambda,50 not,74 {,61 ~
-115 COMMA ),339 for,340 if
-116 COMMA )
-117 COMMA )
-119 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
57 +,58 -,73 ...,-121 :,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,422 ],65 async,64 await,294 *,46 lambda,50 not,74 {,61 ~
-37 COMMA ],146 |
57 +,-121 COMMA : ],58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,46 lambda,50 not,74 {,61 ~
-152 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-141 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-153 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-144 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-146 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-148 COMMA }
309 :
-154 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-149 COMMA for }
-170 FCLOSE FSPEC,427 FCONV
-172 FCLOSE FCONV FSPEC
-184 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * elif else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
-191 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * elif else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
-253 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~,429 elif,392 else
-258 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
430 :
-254 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~,433 finally
-264 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
436 :,437 as
57 +,58 -,73 ...,35 @,5 BROKEN,438 DEDENT,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,33 assert,65 async,64 await,25 break,19 class,26 continue,16 def,32 del,40 *,9 for,29 from,30 global,7 if,34 import,46 lambda,31 nonlocal,50 not,24 pass,28 raise,27 return,11 try,8 while,12 with,39 yield,74 {,61 ~
440 :
165 /,330 NAME,-2 ),336 *,337 **
-16 COMMA ),444 :
-17 COMMA ),445 :
446 in
-157 COMMA ] ) for if }
449 :
57 +,58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,450 ),65 async,64 await,289 *,291 **,46 lambda,50 not,74 {,61 ~
-211 ; NEWLINE do
453 COMMA,452 )
454 NAME
-242 ; NEWLINE do
-62 *= += COMMA -= %= //= /= : := ; <<= = >>= @= &= FCLOSE FCONV FSPEC NEWLINE ] ^= ) as do for from **= |= }
-107 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-110 COMMA )
-118 COMMA )
-120 != % *= + += COMMA - -= . / %= // //= /= : := ; < << <<= <= & = == > >= >> >>= @ @= &= FCLOSE FCONV FSPEC ( NEWLINE [ ] ^ ^= ) and as * do else for from if ** in is not or **= | |= }
-111 COMMA ]
-122 COMMA ],455 :
-114 COMMA : ]
-171 FCLOSE,458 FSPEC
-173 FCLOSE FSPEC
-251 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-260 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
462 :
-261 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-266 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
464 NAME
-189 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * elif else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
-12 COMMA ),465 =
-277 :
467 :
-7 COMMA )
-155 COMMA ] ) for if }
-279 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
472 :
-233 COMMA ; NEWLINE ) do
-249 ; NEWLINE do
355 NAME,473 )
-237 COMMA ; NEWLINE ) do
57 +,-121 COMMA ],58 -,73 ...,69 DURATION,78 FSTART,72 False,18 (,17 NAME,68 NUMBER,70 None,77 STRING,71 True,67 [,65 async,64 await,46 lambda,50 not,74 {,61 ~
475 FCLOSE
-159 FCLOSE
-174 FCLOSE,207 FOPEN,206 FTEXT
477 :
-256 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
-259 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-267 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
479 :
-274 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-18 COMMA )
-19 COMMA )
-156 COMMA ] ) for if }
-280 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-250 ; NEWLINE do
-123 COMMA ]
-168 FCLOSE FEND FOPEN FTEXT
-175 FCLOSE,207 FOPEN,206 FTEXT
-257 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-13 COMMA )
-275 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-281 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * for from global if import lambda nonlocal not pass raise return try while with yield { ~
-255 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * elif else for from global if import lambda nonlocal not pass raise return try while with yield { ~
-268 $end + - ... @ BROKEN DEDENT DURATION FSTART False ( NAME NUMBER None STRING True [ assert async await break class continue def del * else except finally for from global if import lambda nonlocal not pass raise return try while with yield { ~
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,4 compound,20 decorator,14 decorators,13 definition,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,3 line,1 module,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,2 statements,76 string,75 strings,55 sum,23 test,21 value,36 yield_expression

48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,80 compound,20 decorator,14 decorators,13 definition,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,79 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,85 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,86 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,87 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,86 test
66 atom,62 awaited,53 bit_and,92 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,90 target,88 target_list,89 targets
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,96 test,95 with_item,94 with_items
98 decorator,97 definition
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,101 group_item,103 group_items,43 lambda_expression,104 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,86 test,102 yield_expression
107 augmented
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,23 test,123 value,36 yield_expression
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,124 items_or_one,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,23 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,125 test
127 dots,126 dotted
131 names
133 names
66 atom,62 awaited,53 bit_and,92 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,134 target,135 targets
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,136 test
139 dotted,138 module_alias,137 modules
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,140 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,86 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,142 item,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,23 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,143 items_or_one,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,23 test
66 atom,62 awaited,53 bit_and,145 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
147 compare_operator
163 plain_parameter,162 plain_parameter_list,161 plain_parameters
66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,170 not_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
171 compare_operator
66 atom,62 awaited,183 factor,60 power,63 primary,76 string,75 strings
66 atom,62 awaited,184 factor,60 power,63 primary,76 string,75 strings
66 atom,62 awaited,185 factor,60 power,63 primary,76 string,75 strings
66 atom,190 awaited,63 primary,76 string,75 strings
66 atom,191 primary,76 string,75 strings
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,193 group_item,194 group_items,43 lambda_expression,104 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,86 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,196 group_item,197 group_items,43 lambda_expression,104 named,47 not_test,45 or_chain,42 or_test,199 pair,198 pair_list,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,200 test
202 string
205 piece,204 pieces
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,210 simple,76 string,75 strings,55 sum,23 test,21 value,36 yield_expression
163 plain_parameter,162 plain_parameter_list,212 plain_parameters
66 atom,62 awaited,53 bit_and,92 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,217 target
66 atom,62 awaited,53 bit_and,219 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,220 suite,55 sum,23 test,21 value,36 yield_expression
228 comprehensions
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,233 group_item,43 lambda_expression,104 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,86 test
66 atom,62 awaited,53 bit_and,235 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,23 test,238 value,36 yield_expression
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,239 test
245 dotted
66 atom,62 awaited,53 bit_and,92 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,249 target
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,255 test
66 atom,62 awaited,53 bit_and,256 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
66 atom,62 awaited,53 bit_and,257 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,47 not_test,45 or_chain,260 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
48 and_chain,261 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,47 not_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
48 and_chain,262 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,47 not_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,263 test
66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,269 not_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,270 not_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
66 atom,62 awaited,53 bit_and,271 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
66 atom,62 awaited,272 bit_and,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
66 atom,62 awaited,59 factor,60 power,63 primary,56 product,273 shift,76 string,75 strings,55 sum
66 atom,62 awaited,59 factor,60 power,63 primary,56 product,76 string,75 strings,274 sum
66 atom,62 awaited,59 factor,60 power,63 primary,56 product,76 string,75 strings,275 sum
66 atom,62 awaited,59 factor,60 power,63 primary,276 product,76 string,75 strings
66 atom,62 awaited,59 factor,60 power,63 primary,277 product,76 string,75 strings
66 atom,62 awaited,278 factor,60 power,63 primary,76 string,75 strings
66 atom,62 awaited,279 factor,60 power,63 primary,76 string,75 strings
66 atom,62 awaited,280 factor,60 power,63 primary,76 string,75 strings
66 atom,62 awaited,281 factor,60 power,63 primary,76 string,75 strings
66 atom,62 awaited,282 factor,60 power,63 primary,76 string,75 strings
66 atom,62 awaited,283 factor,60 power,63 primary,76 string,75 strings
48 and_chain,44 and_test,287 argument,286 arguments,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,288 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,290 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,295 named,47 not_test,296 optional,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,293 subscript,292 subscripts,55 sum,297 test
299 comprehensions
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,301 group_item,43 lambda_expression,104 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,86 test
303 comprehensions
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,305 group_item,43 lambda_expression,104 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,86 test
308 comprehensions
66 atom,62 awaited,53 bit_and,310 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
312 piece
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,23 test,313 value,36 yield_expression
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,4 compound,20 decorator,14 decorators,13 definition,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,3 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,314 statements,76 string,75 strings,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,315 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,317 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,318 test
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,319 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,320 items_or_one,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,23 test
324 handler,322 handlers
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,327 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,96 test,328 with_item
66 atom,62 awaited,53 bit_and,92 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,329 target
334 parameter,333 parameter_list,332 parameters,335 plain_parameter
66 atom,62 awaited,53 bit_and,92 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,90 target,341 target_list,89 targets
66 atom,62 awaited,53 bit_and,92 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,344 target
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,345 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,287 argument,347 arguments,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,288 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,290 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,349 test
354 alias,350 import_names,352 imported
354 alias,357 import_names,352 imported
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,360 test
139 dotted,361 module_alias
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,364 test
365 plain_parameter
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,366 test
369 comprehensions
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,370 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,372 test
66 atom,62 awaited,53 bit_and,375 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,382 pair,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,383 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,385 test
386 self_documenting
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,389 suite,55 sum,23 test,21 value,36 yield_expression
390 elifs
391 else_part
394 else_part,395 handler
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,398 test
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,4 compound,20 decorator,14 decorators,13 definition,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,3 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,399 statements,76 string,75 strings,55 sum,23 test,21 value,36 yield_expression
401 returns
66 atom,62 awaited,53 bit_and,92 bit_or,52 bit_xor,59 factor,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,90 target,407 target_list,89 targets
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,47 not_test,45 or_chain,408 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,23 test,413 value,36 yield_expression
354 alias,415 imported
354 alias,417 import_names,352 imported
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,418 test
48 and_chain,44 and_test,420 argument,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,288 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,290 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,421 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,295 named,47 not_test,296 optional,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,423 subscript,55 sum,297 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,424 optional,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,425 test
426 conversion
428 else_part
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,431 suite,55 sum,23 test,21 value,36 yield_expression
432 finally_part
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,434 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,435 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,439 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,441 test
442 returns
443 parameter,335 plain_parameter
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,47 not_test,45 or_chain,447 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,448 suite,55 sum,23 test,21 value,36 yield_expression
451 alias
456 spec,457 spec_text
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,459 named,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,86 test
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,460 suite,55 sum,23 test,21 value,36 yield_expression
461 else_part
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,463 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,466 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,468 item,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,23 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,469 test
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,47 not_test,45 or_chain,470 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,471 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,474 optional,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,425 test
205 piece,476 pieces
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,478 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,43 lambda_expression,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,76 string,75 strings,55 sum,480 test
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,481 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,482 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,483 suite,55 sum,23 test,21 value,36 yield_expression
48 and_chain,44 and_test,22 assigned,66 atom,62 awaited,53 bit_and,41 bit_or,52 bit_xor,51 compare_chain,49 comparison,59 factor,37 item,38 items,10 items_or_one,43 lambda_expression,221 line,47 not_test,45 or_chain,42 or_test,60 power,63 primary,56 product,54 shift,15 simple,6 simples,76 string,75 strings,484 suite,55 sum,23 test,21 value,36 yield_expression
"""
