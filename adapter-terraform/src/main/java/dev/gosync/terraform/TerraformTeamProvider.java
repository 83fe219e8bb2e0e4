package dev.gosync.terraform;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes adapters for teams from a configuration of type {@code terraform-team}. Threads may share it. */
public final class TerraformTeamProvider implements AdapterProvider {
    private static final ConfigKey TEAM =
            ConfigKey.of("team", "Name or id of the team").required();

    /** For {@link java.util.ServiceLoader}. */
    public TerraformTeamProvider() {}

    @Override
    public String type() {
        return "terraform-team";
    }

    @Override
    public String summary() {
        return "The members of a team in HCP Terraform; members are e-mail addresses";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(TerraformKeys.ORGANIZATION, TerraformKeys.TOKEN, TEAM, TerraformKeys.BASE_URL);
    }

    @Override
    public List<String> rights() {
        return List.of(
                "Reading: the token of the organization, of the owners team, or of a member of the team",
                "Writing: the token of the organization, of the owners team, or of a team that may manage membership",
                TerraformKeys.GRANTING,
                TerraformKeys.GRANTING_A_TEAM);
    }

    @Override
    public Map<String, Object> example() {
        Map<String, Object> example = TerraformKeys.example();
        example.put(TEAM.name(), "platform");
        return example;
    }

    @Override
    public Source create(Config config) {
        TerraformKeys.check(config, Optional.of(TEAM));
        return TerraformKeys.organization(config).team(config.text(TEAM.name()));
    }

    @Override
    public Optional<String> account(Config config) {
        return TerraformKeys.account(config);
    }
}
