# Pillow as programs use it.
import io

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps, ImageStat
import PIL

im = Image.new("RGB", (64, 48), (10, 200, 30))
draw = ImageDraw.Draw(im)
draw.rectangle((5, 5, 30, 30), fill="red", outline="white")
draw.ellipse((30, 10, 60, 40), fill=(0, 0, 255))
draw.line((0, 0, 63, 47), fill="black", width=2)
draw.polygon([(1, 40), (10, 45), (3, 47)], fill="yellow")
draw.text((8, 8), "Hi", fill="black", font=ImageFont.load_default())
print(im.size, im.mode, im.getpixel((10, 20)), im.getbbox(), PIL.__version__ > "5")
for form in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "PPM", "WEBP"):
    data = io.BytesIO()
    im.save(data, form)
    data.seek(0)
    again = Image.open(data)
    again.load()
    print(form, again.format, again.size, again.mode)
print(im.resize((8, 6)).size, im.rotate(90, expand=True).size, im.crop((0, 0, 5, 5)).size, im.transpose(Image.FLIP_LEFT_RIGHT).getpixel((0, 0)))
print(im.convert("L").histogram()[:5], ImageStat.Stat(im.convert("L")).mean[0].__round__(3), im.quantize(4).mode)
print(ImageOps.invert(im).getpixel((63, 0)), ImageOps.grayscale(im).mode, ImageChops.difference(im, im).getbbox())
print(im.filter(ImageFilter.GaussianBlur(2)).getpixel((30, 30)), ImageEnhance.Contrast(im).enhance(1.5).getpixel((0, 0)))
print([b.mode for b in im.split()], Image.merge("RGB", im.split()[::-1]).getpixel((63, 0)), Image.blend(im, im, 0.5) == im)
print(Image.frombytes("L", (2, 2), b"\0\1\2\3").tobytes(), Image.eval(im, lambda v: v // 2).getpixel((0, 47)), len(im.tobytes()))
im.putalpha(128)
im.thumbnail((16, 16))
print(im.mode, im.size)
im.save("out/a.png")
with Image.open("out/a.png") as file:
    print(file.format, file.size, file.info)
frames = [Image.new("P", (4, 4), i) for i in range(3)]
frames[0].save("out/a.gif", save_all=True, append_images=frames[1:])
print(Image.open("out/a.gif").n_frames)
try:
    Image.open(io.BytesIO(b"nothing"))
except PIL.UnidentifiedImageError as error:
    print(type(error).__name__)
from PIL import ImageCms, ImageSequence, features

for name in ("DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "NoSuchFont.ttf"):
    try:
        font = ImageFont.truetype(name, 14)
        print(font.getname(), font.getbbox("Hi \xfc"))
        ImageDraw.Draw(im).text((1, 1), "\u20ac", font=font, fill="red", stroke_width=1)
    except OSError as error:
        print("OSError", error)
print(features.check("freetype2"), ImageCms.getProfileName(ImageCms.createProfile("sRGB")).strip())
movie = [Image.new("RGB", (9, 9), (i * 50, 0, 0)) for i in range(4)]
for end in ("gif", "webp", "tiff", "png"):
    movie[0].save("out/movie." + end, save_all=True, append_images=movie[1:])
    print(end, [f.convert("RGB").getpixel((0, 0)) for f in ImageSequence.Iterator(Image.open("out/movie." + end))])
print([movie[1].filter(f).getpixel((4, 4)) for f in (ImageFilter.BLUR, ImageFilter.FIND_EDGES, ImageFilter.MedianFilter(3), ImageFilter.UnsharpMask())])
