using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Checks;

/// <summary>A Functions app with its settings, wherever they are written.</summary>
internal sealed class AppSettings
{
    private AppSettings(ResourceInstance site, IReadOnlyList<Member> settings, bool isOpen)
    {
        Site = site;
        All = settings;
        IsOpen = isOpen;
    }

    public ResourceInstance Site { get; }

    public IReadOnlyList<Member> All { get; }

    /// <value>Whether there can be settings that are not known here.</value>
    public bool IsOpen { get; }

    public Member? this[string name] => All.FirstOrDefault(setting => setting.Key == name);

    public static IEnumerable<AppSettings> In(Deployment deployment)
    {
        foreach (var site in deployment.DeployedOf("Microsoft.Web/sites"))
        {
            var settings = new List<Member>();
            var isOpen = false;
            foreach (var list in site.Property("properties.siteConfig.appSettings")?.Possible() ?? [])
            {
                isOpen |= list is not ArrayValue { IsOpen: false };
                settings.AddRange(FromList(list));
            }

            foreach (var config in deployment.DeployedOf("Microsoft.Web/sites/config").Where(config => config.Parent?.Id == site.Id && config.Name.Text == "appsettings"))
            {
                foreach (var values in config.Property("properties")?.Possible() ?? [])
                {
                    isOpen |= values is not ObjectValue { IsOpen: false };
                    settings.AddRange((values as ObjectValue)?.Members ?? []);
                }
            }

            yield return new AppSettings(site, settings, isOpen);
        }
    }

    private static IEnumerable<Member> FromList(Value list) => list is ArrayValue array
        ? array.Items.OfType<ObjectValue>().Where(item => item["name"] is not null && item["value"] is not null)
            .Select(item => new Member(item.Members.First(member => member.Key == "name").KeyAt, item["name"]!.Text, item["value"]!, item["name"].Known() is not null))
        : [];
}
