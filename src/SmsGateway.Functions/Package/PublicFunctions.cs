namespace SmsGateway.Functions;

// The worker calls function classes of this assembly only when they are public. In reference mode they stay internal, as
// their signatures name the internal declarations of the worker's types; so the modifier stands here, on a part of each
// class that only package mode compiles.
public sealed partial class AcceptMessage;

public sealed partial class DeadLetters;

public sealed partial class DeliverMessage;

public sealed partial class FollowedMessages;

public sealed partial class Health;

public sealed partial class RecordPoison;
