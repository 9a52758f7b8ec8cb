def jumps(scenario):
    return []
def try_clock(*a):
    pass
