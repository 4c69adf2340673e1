using System.Net.Sockets;
using System.Text.Json;
using SmsGateway.Configuration;
using SmsGateway.Queue;

namespace SmsGateway.Host;

/// <summary>Why the Host does not start, in a sentence for an operator. A fault of its own is none of these, and shows where it is.</summary>
internal static class StartFailure
{
    /// <param name="exception">What ended the start.</param>
    /// <param name="urls">Where it was to listen.</param>
    /// <returns>Null for what is no operator's business.</returns>
    public static string? Sentence(Exception exception, string urls) =>
        exception switch
        {
            GatewayConfigurationException or StoreUnavailableException => exception.Message,
            InvalidDataException file => File(file),
            SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                $"--urls: {urls} may not be listened on: ports under 1024 take a right that this user lacks; choose another port.",
            SocketException socket => $"--urls: {urls} cannot be listened on: {socket.Message}.",
            IOException { InnerException: not null } bind
                when bind.Message.Contains("bind", StringComparison.OrdinalIgnoreCase) => $"--urls: {bind.Message}",
            DirectoryNotFoundException folder => $"--contentRoot: there is no such folder: {folder.Message}",
            // Files name themselves in these; so do settings of Kestrel, logging and telemetry.
            IOException or UnauthorizedAccessException or FormatException or InvalidOperationException =>
                $"The gateway cannot start: {exception.Message}",
            _ => null,
        };

    /// <summary>The parser quotes what it stumbled over, which may be a part of a secret; its place says enough.</summary>
    private static string File(InvalidDataException exception)
    {
        var reason = exception.GetBaseException() is JsonException json
            ? $"it is not JSON, at line {json.LineNumber + 1}, position {json.BytePositionInLine + 1}."
            : exception.GetBaseException().Message;
        return $"{exception.Message.TrimEnd('.')}: {reason}";
    }
}
