package dev.gosync.google;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.ConfigKey.Form;
import dev.gosync.adapter.Source;
import dev.gosync.google.GoogleGroup.Delivery;
import dev.gosync.google.GoogleGroup.MemberType;
import dev.gosync.google.GoogleGroup.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes groups from a configuration: the type {@code google-group}. Stateless; threads may share it.
 */
public final class GoogleGroupProvider implements AdapterProvider {
    private static final String DERIVED = "include-derived";
    private static final String SUSPENDED = "include-suspended";

    /** For {@link java.util.ServiceLoader}. */
    public GoogleGroupProvider() {}

    @Override
    public String type() {
        return "google-group";
    }

    @Override
    public String summary() {
        return "A Google group: its members, by e-mail address";
    }

    @Override
    public List<ConfigKey> keys() {
        List<ConfigKey> keys = new ArrayList<>();
        keys.add(ConfigKey.of("group", "The address of the group").required());
        keys.addAll(GoogleKeys.keys());
        keys.add(ConfigKey.of("role", "The role to list, add and remove (default: MEMBER)")
                .oneOf(names(Role.values())));
        keys.add(ConfigKey.of("delivery-settings", "How added members get mail (default: Google's own default)")
                .oneOf(names(Delivery.values())));
        keys.add(ConfigKey.of("member-types", "The types of members to list and remove (default: USER and EXTERNAL)")
                .form(Form.LIST)
                .oneOf(names(MemberType.values())));
        keys.add(ConfigKey.of(DERIVED, "Read the members of nested groups too; only for a source (default: false)")
                .form(Form.FLAG));
        keys.add(ConfigKey.of(SUSPENDED, "Read suspended members too; false is only for a source (default: true)")
                .form(Form.FLAG));
        keys.add(ConfigKey.of(
                        "other-addresses",
                        "Treat other addresses of a user as the same member; reads all users (default: false)")
                .form(Form.FLAG));
        return List.copyOf(keys);
    }

    private static String[] names(Enum<?>... values) {
        return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
    }

    @Override
    public List<String> rights() {
        List<String> rights = new ArrayList<>(List.of(
                "Reading and writing a group: the scope https://www.googleapis.com/auth/admin.directory.group.member",
                "Only reading, with include-derived: true or include-suspended: false: the scope"
                        + " https://www.googleapis.com/auth/admin.directory.group.member.readonly",
                "other-addresses: also the scope https://www.googleapis.com/auth/admin.directory.user.readonly"));
        rights.addAll(GoogleKeys.granting("Groups > Read and Groups > Update (for other-addresses also Users > Read)"));
        return rights;
    }

    @Override
    public Map<String, Object> example() {
        return GoogleKeys.example("group", "platform@example.com");
    }

    @Override
    public Source create(Config config) {
        List<Fault> faults = new ArrayList<>();
        boolean derived = config.flag(DERIVED);
        boolean suspended = config.flag(SUSPENDED, true);
        Optional<Role> role = config.find("role").map(Role::valueOf);
        Optional<Delivery> delivery = config.find("delivery-settings").map(Delivery::valueOf);
        GoogleKeys.tried("group", faults, () -> GoogleWorkspace.address(config.text("group")));
        Optional<GoogleWorkspace> workspace = GoogleKeys.workspace(config, faults);
        if (role.isPresent() && derived) {
            faults.add(new Fault("role", "does not go with include-derived, which reads all roles; remove one"));
        }
        if (delivery.isPresent() && (derived || !suspended)) {
            faults.add(new Fault(
                    "delivery-settings",
                    "is for added members, but with "
                            + (derived ? "include-derived: true" : "include-suspended: false")
                            + " the group can only be a source; remove one"));
        }
        List<MemberType> types =
                config.list("member-types").stream().map(MemberType::valueOf).toList();
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        GoogleGroup group = workspace.orElseThrow().group(config.text("group")).role(role.orElse(Role.MEMBER));
        if (!types.isEmpty()) {
            group = group.memberTypes(types);
        }
        if (config.flag("other-addresses")) {
            group = group.withOtherAddresses();
        }
        if (delivery.isPresent()) {
            group = group.delivery(delivery.get());
        }
        if (derived) {
            return group.withDerivedMembers(suspended);
        }
        return suspended ? group : group.withoutSuspendedMembers();
    }
}
