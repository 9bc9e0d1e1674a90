namespace SegLab.Imaging.Tests.Npy;

/// <summary>Random damage to sound files, the same on every run.</summary>
static class Damage
{
    public static void Check(byte[][] seeds, int rounds, Func<byte[], int> read, long mostMemory)
    {
        var random = new Random(20240229);
        int sound = 0, refused = 0;
        for (int i = 0; i < rounds; i++)
        {
            byte[] file = Apply([.. seeds[i % seeds.Length]], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(file);
                sound++;
            }
            catch (InvalidDataException fault)
            {
                Assert.StartsWith("fuzz:", fault.Message);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostMemory + 40L * file.Length);
        }

        Assert.True(sound > rounds / 100 && refused > rounds / 10,
            $"{sound} read, {refused} refused: the damage is too mild or too strong");
    }

    static byte[] Apply(byte[] file, Random random)
    {
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(file.Length);
            switch (random.Next(5))
            {
                case 0: file[at] = (byte)random.Next(256); break;
                case 1: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: file[at] = (byte)"0123456789(),'{}<>|:TFifu-"[random.Next(26)]; break;
                case 3: file = [.. file[..at], .. file[Math.Min(file.Length, at + random.Next(1, 9))..]]; break;
                default: file = [.. file[..at], .. file[..at].TakeLast(random.Next(1, 9)), .. file[at..]]; break;
            }

            if (file.Length == 0) return [0];
        }

        return file;
    }
}
