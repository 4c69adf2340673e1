using System.Numerics;
using System.Security.Cryptography;

namespace SmsGateway.Admission;

/// <summary>
/// What is remembered under keyed hashes until nobody has come back to one for a day. Nearly all come once, above all in an attack, and
/// for those there is one number each; an object only for who comes again. They lie in one array that the garbage collector has no need
/// to walk through, each in one of sixteen neighbouring places, so that asking costs one access to memory. It grows while a sixteen is
/// full; at its largest the oldest of the sixteen goes, which costs nobody a pause. Not for several threads.
/// </summary>
/// <param name="lastOfOne">When what the number stands for was last, in Unix milliseconds.</param>
/// <param name="lastOfMany">The same of an object.</param>
internal sealed class RecentTable<TMany>(Func<long, long> lastOfOne, Func<TMany, long> lastOfMany)
    where TMany : class
{
    private const int Ways = 16;

    private const int LeastRoom = 4 * Ways;

    /// <summary>16 MiB. Of 300,000 keys that are spread evenly, hardly one finds its places taken.</summary>
    private const int MostRoom = 1 << 20;

    private readonly List<TMany?> _many = [];
    private readonly Stack<int> _free = [];

    /// <summary>Odd and random, so that who knows the hashes does not know which of them are neighbours.</summary>
    private readonly ulong _spread = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
    private Entry[] _entries = new Entry[LeastRoom];

    /// <returns>Nothing when there is nothing under the key.</returns>
    public Remembered<TMany> Find(ulong key)
    {
        foreach (ref readonly var entry in PlacesOf(key))
        {
            if (entry.Key == key)
            {
                return entry.Value >= 0 ? new(entry.Value, null) : new(0, _many[(int)~entry.Value]);
            }

            if (entry.Key == 0)
            {
                break;
            }
        }

        return default;
    }

    /// <param name="key">Not 0.</param>
    /// <param name="one">Greater than 0; 0 forgets the key.</param>
    /// <param name="now">Unix milliseconds.</param>
    public void Set(ulong key, long one, long now)
    {
        ref var entry = ref Place(key, now);
        Free(entry);
        entry.Value = one;
    }

    /// <inheritdoc cref="Set(ulong, long, long)"/>
    public void Set(ulong key, TMany many, long now)
    {
        ref var entry = ref Place(key, now);
        Free(entry);
        if (!_free.TryPop(out var at))
        {
            at = _many.Count;
            _many.Add(null);
        }

        _many[at] = many;
        entry.Value = ~(long)at;
    }

    private ref Entry Place(ulong key, long now)
    {
        var places = PlacesOf(key);
        foreach (ref var entry in places)
        {
            if (entry.Key == key || entry.Key == 0)
            {
                entry.Key = key;
                return ref entry;
            }
        }

        ref var oldest = ref places[0];
        var last = LastOf(oldest);
        foreach (ref var entry in places[1..])
        {
            if (LastOf(entry) is var at && at < last)
            {
                oldest = ref entry;
                last = at;
            }
        }

        if (last >= now - Usage.Day && _entries.Length < MostRoom)
        {
            Grow(now);
            return ref Place(key, now);
        }

        Free(oldest);
        oldest = new Entry { Key = key };
        return ref oldest;
    }

    /// <summary>Each sixteen becomes two.</summary>
    private void Grow(long now)
    {
        var old = _entries;
        _entries = new Entry[2 * old.Length];
        foreach (var entry in old)
        {
            if (entry.Value != 0 && LastOf(entry) >= now - Usage.Day)
            {
                Place(entry.Key, now) = entry;
            }
            else
            {
                Free(entry);
            }
        }
    }

    private Span<Entry> PlacesOf(ulong key)
    {
        var sets = (uint)_entries.Length / Ways;
        var set = (int)((key * _spread) >> (64 - BitOperations.Log2(sets)));
        return _entries.AsSpan(set * Ways, Ways);
    }

    private void Free(in Entry entry)
    {
        if (entry.Value < 0)
        {
            _many[(int)~entry.Value] = null;
            _free.Push((int)~entry.Value);
        }
    }

    private long LastOf(in Entry entry) =>
        entry.Value switch
        {
            0 => 0,
            > 0 => lastOfOne(entry.Value),
            _ => lastOfMany(_many[(int)~entry.Value]!),
        };

    private struct Entry
    {
        /// <summary>0 where there is none; behind one there is none either.</summary>
        public ulong Key;

        /// <summary>The number; below 0 the complement of the object's place; 0 where it was taken back.</summary>
        public long Value;
    }
}

/// <param name="One">0 when there is none.</param>
/// <param name="Many">Null when there is none.</param>
internal readonly record struct Remembered<TMany>(long One, TMany? Many)
    where TMany : class;
