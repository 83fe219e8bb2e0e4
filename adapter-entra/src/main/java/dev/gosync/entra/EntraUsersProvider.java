package dev.gosync.entra;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the users of a tenant from a configuration: the type {@code entra-users}. Stateless; threads may share it. */
public final class EntraUsersProvider implements AdapterProvider {
    private static final String FILTER = "filter";
    private static final String INCLUDE_GUESTS = "include-guests";
    private static final String INCLUDE_DISABLED = "include-disabled";

    /** For {@link java.util.ServiceLoader}. */
    public EntraUsersProvider() {}

    @Override
    public String type() {
        return "entra-users";
    }

    @Override
    public String summary() {
        return "The users of a tenant of Microsoft Entra; members are e-mail addresses";
    }

    @Override
    public List<ConfigKey> keys() {
        return EntraKeys.keys(
                ConfigKey.of(FILTER, "Filter in Graph's language, like department eq 'Platform'; all users by default"),
                ConfigKey.of(INCLUDE_GUESTS, "true to list guests too").form(ConfigKey.Form.FLAG),
                ConfigKey.of(INCLUDE_DISABLED, "true to list accounts that cannot sign in too")
                        .form(ConfigKey.Form.FLAG));
    }

    @Override
    public List<String> rights() {
        return List.of("Reading users: User.Read.All", EntraKeys.granting());
    }

    @Override
    public Map<String, Object> example() {
        return EntraKeys.example(FILTER, "department eq 'Platform'");
    }

    @Override
    public Source create(Config config) {
        EntraKeys keys = new EntraKeys(config);
        Optional<UserFilter> filter = keys.value(FILTER, UserFilter::new);
        Supplier<EntraTenant> tenant = keys.tenant();
        EntraUsers users = filter.map(each -> tenant.get().users(each.text()))
                .orElseGet(() -> tenant.get().users());
        users = config.flag(INCLUDE_GUESTS) ? users.includingGuests() : users;
        return config.flag(INCLUDE_DISABLED) ? users.includingDisabled() : users;
    }
}
