

import gc

# What the commands import and load is no garbage: with Python's 700 new objects to set off its collector, looking
# for some is a tenth of a short command's time.
gc.set_threshold(20_000, 20, 20)
