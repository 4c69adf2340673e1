namespace Microsoft.Azure.Functions.Worker;

internal enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
