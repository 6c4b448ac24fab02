def run(n):
    state = {"name": "counter", "count": 0, "low": 0, "high": 0}
    for i in range(n):
        if i % 2 == 0:
            state = {**state, "count": state["count"] + 1, "low": i}
        else:
            state = {**state, "high": state["high"] + i % 7}
    return state["count"] + state["low"] + state["high"]
