from math import sqrt


def body(x, y, z, vx, vy, vz, mass):
    return {"x": x, "y": y, "z": z, "vx": vx, "vy": vy, "vz": vz, "mass": mass}


def bodies():
    return [
        body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47841760435743),
        body(4.84143144246472082945, -1.16032004402742839362, -0.103622044471123109494,
             0.606326392995832, 2.81198684491626, -0.02521836165988763, 0.03769367487038949),
        body(8.34336671824457987790, 4.12479856412430479268, -0.403523417114321381293,
             -1.0107743461787924, 1.8256623712304119, 0.008415761376584154, 0.011286326131968767),
        body(12.8943695621391310164, -15.1111514016986312525, -0.223307578892655734398,
             1.0827910064415354, 0.8687130181696082, -0.010832637401363636, 0.0017237240570597112),
        body(15.3796971148509165498, -25.9193146099879641146, 0.179258772950371181757,
             0.979090732243898, 0.5946989986476762, -0.034755955504078104, 0.0020336868699246304),
    ]


def pulled(b, all, dt):
    ax = ay = az = 0.0
    for other in all:
        dx = other["x"] - b["x"]
        dy = other["y"] - b["y"]
        dz = other["z"] - b["z"]
        d2 = dx * dx + dy * dy + dz * dz + 0.01
        mag = other["mass"] / (d2 * sqrt(d2))
        ax += dx * mag
        ay += dy * mag
        az += dz * mag
    vx = b["vx"] + dt * ax
    vy = b["vy"] + dt * ay
    vz = b["vz"] + dt * az
    return body(b["x"] + dt * vx, b["y"] + dt * vy, b["z"] + dt * vz, vx, vy, vz, b["mass"])


def energy(all):
    e = 0.0
    for b in all:
        e += 0.5 * b["mass"] * (b["vx"] * b["vx"] + b["vy"] * b["vy"] + b["vz"] * b["vz"])
    return e


def run(n):
    all = bodies()
    for _ in range(n):
        all = [pulled(b, all, 0.001) for b in all]
    return energy(all)
