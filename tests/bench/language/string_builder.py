def run(n):
    text = ""
    names = ["ada", "grace", "alan"]
    for i in range(n):
        name = names[i % 3]
        text += f"{i}:{name};"
        if i % 1000 == 999:
            text += "\n"
    return len(text)
