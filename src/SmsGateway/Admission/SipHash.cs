using System.Buffers.Binary;

namespace SmsGateway.Admission;

/// <summary>
/// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of short inputs that nobody can foresee or turn round without the key,
/// made for tables that strangers fill.
/// </summary>
internal readonly struct SipHash(ReadOnlySpan<byte> key)
{
    private readonly ulong _key0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
    private readonly ulong _key1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]);

    public ulong Of(ReadOnlySpan<byte> input)
    {
        var state = new State(_key0, _key1);
        var rest = input;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            state.Take(BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        // The last word ends with the length.
        var last = (ulong)input.Length << 56;
        for (var i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }

        state.Take(last);
        return state.End();
    }

    private ref struct State(ulong key0, ulong key1)
    {
        private ulong _v0 = key0 ^ 0x736f6d6570736575;
        private ulong _v1 = key1 ^ 0x646f72616e646f6d;
        private ulong _v2 = key0 ^ 0x6c7967656e657261;
        private ulong _v3 = key1 ^ 0x7465646279746573;

        public void Take(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public ulong End()
        {
            _v2 ^= 0xff;
            Round();
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v2 += _v3;
            _v1 = ulong.RotateLeft(_v1, 13) ^ _v0;
            _v3 = ulong.RotateLeft(_v3, 16) ^ _v2;
            _v0 = ulong.RotateLeft(_v0, 32);
            _v2 += _v1;
            _v0 += _v3;
            _v1 = ulong.RotateLeft(_v1, 17) ^ _v2;
            _v3 = ulong.RotateLeft(_v3, 21) ^ _v0;
            _v2 = ulong.RotateLeft(_v2, 32);
        }
    }
}
