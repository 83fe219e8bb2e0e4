package dev.gosync.entra;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes groups of a tenant from a configuration: the type {@code entra-group}. Stateless; threads may share it. */
public final class EntraGroupProvider implements AdapterProvider {
    private static final String GROUP = "group";
    private static final String INCLUDE_NESTED = "include-nested";

    /** For {@link java.util.ServiceLoader}. */
    public EntraGroupProvider() {}

    @Override
    public String type() {
        return "entra-group";
    }

    @Override
    public String summary() {
        return "A group of Microsoft Entra; members are e-mail addresses";
    }

    @Override
    public List<ConfigKey> keys() {
        return EntraKeys.keys(
                ConfigKey.of(GROUP, "Object id or exact display name of the group")
                        .required(),
                ConfigKey.of(INCLUDE_NESTED, "true to read the members of nested groups too; then it is a source only")
                        .form(ConfigKey.Form.FLAG));
    }

    @Override
    public List<String> rights() {
        return List.of(
                "Reading a group: GroupMember.Read.All and User.Read.All",
                "Writing a group: GroupMember.ReadWrite.All and User.Read.All",
                "A group that can be assigned to a role: also RoleManagement.ReadWrite.Directory",
                "A group with hidden members: also Member.Read.Hidden",
                EntraKeys.granting());
    }

    @Override
    public Map<String, Object> example() {
        return EntraKeys.example(GROUP, "Platform");
    }

    @Override
    public Source create(Config config) {
        EntraKeys keys = new EntraKeys(config);
        Optional<GroupKey> group = keys.value(GROUP, GroupKey::new);
        Supplier<EntraTenant> tenant = keys.tenant();
        String key = group.orElseThrow().text();
        return config.flag(INCLUDE_NESTED)
                ? tenant.get().nestedGroup(key)
                : tenant.get().group(key);
    }
}
