

import gc

# What the commands import and load is no garbage: with Python's 700 new objects to set off its collector, looking
# for some is a sixth of a short command's time.
gc.set_threshold(100_000, 20, 20)
