package dev.gosync.terraform;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes adapters for the teams of organizations from a configuration of type {@code terraform-teams}. Threads may share it. */
public final class TerraformTeamsProvider implements AdapterProvider {
    private static final ConfigKey ALLOW_DELETE = ConfigKey.of(
                    "allow-delete", "Whether teams are deleted that the source does not list (default: false)")
            .form(ConfigKey.Form.FLAG);

    /** For {@link java.util.ServiceLoader}. */
    public TerraformTeamsProvider() {}

    @Override
    public String type() {
        return "terraform-teams";
    }

    @Override
    public String summary() {
        return "The teams of an organization in HCP Terraform, by name";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(TerraformKeys.ORGANIZATION, TerraformKeys.TOKEN, ALLOW_DELETE, TerraformKeys.BASE_URL);
    }

    @Override
    public List<String> rights() {
        return List.of(
                "Reading and writing: the token of the organization, of the owners team, or of a team that may manage teams",
                TerraformKeys.GRANTING,
                "Or let a team manage teams: Settings > Teams > the team > Organization access");
    }

    @Override
    public Map<String, Object> example() {
        return TerraformKeys.example();
    }

    @Override
    public Source create(Config config) {
        TerraformKeys.check(config, Optional.empty());
        return TerraformKeys.organization(config).teams(config.flag(ALLOW_DELETE.name()));
    }

    @Override
    public Optional<String> account(Config config) {
        return TerraformKeys.account(config);
    }
}
