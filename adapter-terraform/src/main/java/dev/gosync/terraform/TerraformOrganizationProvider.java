package dev.gosync.terraform;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes adapters for organizations from a configuration of type {@code terraform-organization}. Threads may share it. */
public final class TerraformOrganizationProvider implements AdapterProvider {
    private static final ConfigKey INVITE_TO =
            ConfigKey.of("invite-to", "Name or id of the team that invited people join; required to add people");

    /** For {@link java.util.ServiceLoader}. */
    public TerraformOrganizationProvider() {}

    @Override
    public String type() {
        return "terraform-organization";
    }

    @Override
    public String summary() {
        return "The people of an organization in HCP Terraform; members are e-mail addresses";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(TerraformKeys.ORGANIZATION, TerraformKeys.TOKEN, INVITE_TO, TerraformKeys.BASE_URL);
    }

    @Override
    public List<String> rights() {
        return List.of(
                "Reading and writing: the token of the organization, of the owners team, or of a team that may manage"
                        + " membership",
                TerraformKeys.GRANTING,
                TerraformKeys.GRANTING_A_TEAM);
    }

    @Override
    public Map<String, Object> example() {
        Map<String, Object> example = TerraformKeys.example();
        example.put(INVITE_TO.name(), "everyone");
        return example;
    }

    @Override
    public Source create(Config config) {
        TerraformKeys.check(config, Optional.of(INVITE_TO));
        return TerraformKeys.organization(config).members(config.find(INVITE_TO.name()));
    }

    @Override
    public Optional<String> account(Config config) {
        return TerraformKeys.account(config);
    }
}
