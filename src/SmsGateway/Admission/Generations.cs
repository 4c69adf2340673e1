using System.Runtime.InteropServices;

namespace SmsGateway.Admission;

/// <summary>
/// Values by key that are forgotten when nobody has come back to them for a day: what is touched moves to the younger of two
/// generations, and the older goes as a whole when the younger is a day old or full. It forgets at once and never walks through
/// all of them.
/// </summary>
internal sealed class Generations<TKey, TValue>
    where TKey : notnull
{
    /// <summary>With 30 bytes for each, which is what one that was counted once takes, 30 MB for both generations of one table.</summary>
    private const int MostInOne = 500_000;

    private Dictionary<TKey, TValue?> _young = [];
    private Dictionary<TKey, TValue?> _old = [];
    private long _since;

    public IEnumerable<KeyValuePair<TKey, TValue?>> All =>
        _young.Concat(_old.Where(old => !_young.ContainsKey(old.Key)));

    public TValue? Find(TKey key) =>
        _young.TryGetValue(key, out var value) || _old.TryGetValue(key, out value) ? value : default;

    /// <summary>The value's place, which is kept for a day from now. Good until another key is asked for.</summary>
    public ref TValue? Keep(TKey key, long now)
    {
        if (now - _since > Usage.Day || _young.Count >= MostInOne)
        {
            (_old, _young, _since) = (_young, [], now);
        }

        ref var value = ref CollectionsMarshal.GetValueRefOrAddDefault(_young, key, out var isThere);
        if (!isThere)
        {
            _old.TryGetValue(key, out value);
        }

        return ref value;
    }

    /// <summary>As if there were none under the key; nothing is kept longer for that.</summary>
    public void Forget(TKey key)
    {
        _young.Remove(key);
        _old.Remove(key);
    }
}
