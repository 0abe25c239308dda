# matplotlib as programs use it: figures of many kinds, saved where the caller
# gets them back.
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import cm, colors, dates, patches, ticker
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from mpl_toolkits.mplot3d import Axes3D

print(matplotlib.get_backend().lower(), matplotlib.__version__ > "2", plt.rcParams["figure.dpi"] > 0)
x = np.linspace(0, 6, 60)
fig, axes = plt.subplots(2, 3, figsize=(9, 6))
a = axes.ravel()
a[0].plot(x, np.sin(x), "r--", label="sin $\\alpha^2$")
a[0].plot(x, np.cos(x), marker="o", markevery=10, label="cos")
a[0].legend(loc="best")
a[0].set(title="Lines", xlabel="x", ylabel="y", xlim=(0, 6))
a[1].bar(["a", "b", "c"], [3, 1, 2], color=["C0", "C1", "C2"])
a[2].scatter(x, x ** 2, c=x, cmap="viridis", s=10)
a[3].hist(np.random.default_rng(0).normal(size=200), bins=20, alpha=0.5)
a[4].imshow(np.outer(x, x), cmap=plt.get_cmap("magma"))
a[5].pie([1, 2, 3], labels=["x", "y", "z"], autopct="%d%%")
a[0].annotate("here", (1, 0), (2, 0.5), arrowprops={"arrowstyle": "->"})
a[0].add_patch(patches.Circle((3, 0), 0.3, fill=False))
a[1].yaxis.set_major_locator(ticker.MaxNLocator(3))
fig.suptitle("All")
fig.tight_layout()
for end in ("png", "svg", "pdf", "jpg"):
    fig.savefig("out/all." + end, dpi=50)
    print(end, open("out/all." + end, "rb").read(5)[:4])
plt.close(fig)

fig = plt.figure()
ax = fig.add_subplot(projection="3d")
u, v = np.meshgrid(x[:10], x[:10])
ax.plot_surface(u, v, np.sin(u) * v)
fig.savefig("out/three.png")
print(type(ax) is Axes3D, plt.imread("out/three.png").shape)
grid = GridSpec(1, 2, figure=(g := plt.figure()))
p = g.add_subplot(grid[0], polar=True)
p.plot(x, x)
c = g.add_subplot(grid[1]).contourf(u, v, u * v)
g.colorbar(c)
g.savefig("out/grid.png")
with plt.style.context("ggplot"):
    plt.figure()
    plt.plot([1, 2, 3])
    plt.axhline(2)
    plt.fill_between([0, 1], [0, 1])
    plt.xlabel("n")
    plt.savefig("out/style.png", bbox_inches="tight")
print(len(plt.get_fignums()), colors.to_hex("red"), cm.viridis(0.5)[0].__round__(3))
plt.close("all")
f = Figure()
f.subplots().boxplot([[1, 2, 3], [2, 3, 9]])
f.savefig("out/oo.png")
print(dates.date2num(np.datetime64("2024-01-02")), open("out/oo.png", "rb").read(8))
plt.show()
from matplotlib import font_manager
from matplotlib.textpath import TextPath
from mpl_toolkits.axes_grid1.inset_locator import inset_axes
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

print(font_manager.findfont("DejaVu Sans").endswith("DejaVuSans.ttf"), "DejaVu Sans" in {f.name for f in font_manager.fontManager.ttflist})
system = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
fig, ax = plt.subplots()
ax.set_title(r"$\sum_{i=0}^\infty \frac{x_i}{\sqrt{2}}$" + " \xfc \u20ac", fontfamily="DejaVu Sans")
try:
    ax.set_xlabel("bold", fontproperties=font_manager.FontProperties(fname=system))
    fig.savefig("out/bold.png")
    print("it has", font_manager.FontProperties(fname=system).get_name())
except FileNotFoundError:
    print("that font is absent")
inset_axes(ax, 1, 1).add_patch(__import__("matplotlib.patches", fromlist=["PathPatch"]).PathPatch(TextPath((0, 0), "t")))
print(Poly3DCollection([[(0, 0, 0), (1, 0, 0), (0, 1, 0)]]).get_zorder())
for end in ("png", "svg", "pdf", "eps", "svgz", "tif"):
    fig.savefig("out/math." + end)
    print(end, len(open("out/math." + end, "rb").read()) > 1000)
