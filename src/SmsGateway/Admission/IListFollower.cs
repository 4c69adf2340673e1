namespace SmsGateway.Admission;

/// <summary>Is told of the operators' lists whenever they change, for entries that are not about admission.</summary>
public interface IListFollower
{
    /// <param name="entries">All of them, also those that are over.</param>
    void Follow(IReadOnlyList<AdmissionEntry> entries);
}
