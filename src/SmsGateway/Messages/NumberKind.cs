namespace SmsGateway.Messages;

/// <summary>What a number is for, as its range tells; never whether somebody has it.</summary>
public enum NumberKind
{
    /// <summary>Of no published kind: reserved for fiction, for one number of a whole company, for voicemail, or too new.</summary>
    Unknown,

    /// <summary>A mobile phone.</summary>
    Mobile,

    /// <summary>A landline.</summary>
    FixedLine,

    /// <summary>Either, where a country's ranges do not tell them apart, such as in the United States.</summary>
    FixedLineOrMobile,

    /// <summary>Whoever is called earns from it, in a country or in all (+979).</summary>
    Premium,

    /// <summary>Whoever is called pays.</summary>
    TollFree,

    /// <summary>Both pay.</summary>
    SharedCost,

    /// <summary>Satellite phones and international networks (+870, +881, +882, +883), whatever they are in detail.</summary>
    Satellite,

    /// <summary>A pager.</summary>
    Pager,

    /// <summary>A number that follows a person, at the price of wherever it leads.</summary>
    Personal,

    /// <summary>A telephone on the internet.</summary>
    Voip,
}
