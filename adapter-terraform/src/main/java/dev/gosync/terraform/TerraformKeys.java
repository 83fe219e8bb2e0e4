package dev.gosync.terraform;

import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys that all types of a configuration have. It is light to load, because it does not need OkHttp. */
final class TerraformKeys {
    static final ConfigKey ORGANIZATION =
            ConfigKey.of("organization", "Name of the organization").required();
    static final ConfigKey TOKEN = ConfigKey.of("token", "Token of the organization, of a team or of a user")
            .required()
            .secret();
    static final ConfigKey BASE_URL = ConfigKey.of(
            "base-url", "Address of Terraform Enterprise, without /api/v2 (default: https://app.terraform.io)");

    static final String GRANTING =
            "Make the token of the organization under Settings > API tokens; it may do all of this and"
                    + " belongs to no person";
    static final String GRANTING_A_TEAM =
            "Or let a team manage membership: Settings > Teams > the team > Organization access";

    private TerraformKeys() {}

    /** {@return an example with the values that every place needs} */
    static Map<String, Object> example() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put(ORGANIZATION.name(), "acme");
        example.put(TOKEN.name(), "${TFE_TOKEN}");
        return example;
    }

    /**
     * Checks the values of these keys and of the key that names a team.
     *
     * @throws ConfigException with everything that is wrong
     */
    static void check(Config config, Optional<ConfigKey> team) {
        List<Fault> faults = new ArrayList<>();
        check(config, ORGANIZATION, TerraformOrganization.Builder::faultOfOrganization, faults);
        check(config, TOKEN, TerraformOrganization.Builder::faultOfToken, faults);
        check(config, BASE_URL, TerraformOrganization.Builder::faultOfBaseUrl, faults);
        team.ifPresent(key -> check(config, key, TerraformOrganization.Builder::faultOfTeam, faults));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    private static void check(
            Config config, ConfigKey key, Function<String, Optional<String>> check, List<Fault> faults) {
        config.find(key.name()).flatMap(check).ifPresent(fault -> faults.add(new Fault(key.name(), fault)));
    }

    /** The label of the organization, with the host of its Terraform if that is not HCP; empty if the address is wrong. */
    static Optional<String> account(Config config) {
        Optional<String> url = config.find(BASE_URL.name());
        if (url.flatMap(TerraformOrganization.Builder::faultOfBaseUrl).isPresent()) {
            return Optional.empty();
        }
        String host = url.map(text -> URI.create(text).getAuthority() + "/").orElse("");
        return Optional.of("terraform " + (host + config.text(ORGANIZATION.name())).toLowerCase(Locale.ROOT));
    }

    /** The organization, which all places with the same values of these keys share. */
    static TerraformOrganization organization(Config config) {
        String organization = config.text(ORGANIZATION.name());
        String token = config.text(TOKEN.name());
        List<Object> identity = List.of(organization, token, config.find(BASE_URL.name()));
        return config.shared(TerraformOrganization.class, identity, () -> {
            TerraformOrganization.Builder builder =
                    TerraformOrganization.builder(organization, token).retry(config.retry());
            config.find(BASE_URL.name()).map(URI::create).ifPresent(builder::baseUrl);
            return builder.build();
        });
    }
}
