using SmsGateway.Secrets;

namespace SmsGateway.Carriers;

/// <summary>
/// Access tokens for carriers that know the gateway by its own identity instead of by a key. There only where the gateway has one.
/// </summary>
public interface IAccessTokenSource
{
    /// <param name="scope">What the token is to open, in the words of the directory that gives it.</param>
    /// <param name="cancellationToken">Ends the wait, and not the asking that others wait for, too.</param>
    /// <exception cref="SecretUnavailableException">There is no token now.</exception>
    ValueTask<string> GetAsync(string scope, CancellationToken cancellationToken);
}
