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
import java.util.Optional;

/**
 * Makes groups from a configuration: the type {@code google-group}. Stateless, and safe for use by several threads.
 */
public final class GoogleGroupProvider implements AdapterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public GoogleGroupProvider() {}

    @Override
    public String type() {
        return "google-group";
    }

    @Override
    public String summary() {
        return "A Google group: its members by e-mail address";
    }

    @Override
    public List<ConfigKey> keys() {
        List<ConfigKey> keys = new ArrayList<>();
        keys.add(ConfigKey.of("group", "Its address").required());
        keys.addAll(Accounts.keys());
        keys.add(ConfigKey.of("role", "Whom to list and remove, and what to make of who is added; MEMBER by default")
                .oneOf(names(Role.values())));
        keys.add(ConfigKey.of("delivery-settings", "How those who are added get mail; Google's own choice by default")
                .oneOf(names(Delivery.values())));
        keys.add(ConfigKey.of("member-types", "Which members to list and remove; USER and EXTERNAL by default")
                .form(Form.LIST)
                .oneOf(names(MemberType.values())));
        keys.add(ConfigKey.of("include-derived", "Read the members of its groups too; it can be no destination then")
                .form(Form.FLAG));
        keys.add(ConfigKey.of(
                        "other-addresses", "Take members' other addresses for theirs; reads all users of the account")
                .form(Form.FLAG));
        return List.copyOf(keys);
    }

    private static String[] names(Enum<?>... values) {
        return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
    }

    @Override
    public Source create(Config config) {
        List<Fault> faults = new ArrayList<>();
        boolean derived = config.flag("include-derived");
        Optional<Role> role = config.find("role").map(Role::valueOf);
        Optional<Delivery> delivery = config.find("delivery-settings").map(Delivery::valueOf);
        Accounts.tried("group", faults, () -> GoogleDirectory.address(config.text("group")));
        Optional<GoogleDirectory> directory = Accounts.directory(config, faults);
        if (config.find("role").isPresent() && derived) {
            faults.add(readOnly("role"));
        }
        if (delivery.isPresent() && derived) {
            faults.add(readOnly("delivery-settings"));
        }
        List<MemberType> types =
                config.list("member-types").stream().map(MemberType::valueOf).toList();
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        GoogleGroup group = directory.orElseThrow().group(config.text("group"));
        if (!types.isEmpty()) {
            group = group.memberTypes(types);
        }
        if (config.flag("other-addresses")) {
            group = group.withOtherAddresses();
        }
        if (derived) {
            return group.withDerivedMembers();
        }
        if (delivery.isPresent()) {
            group = group.delivery(delivery.get());
        }
        return group.role(role.orElse(Role.MEMBER));
    }

    private static Fault readOnly(String key) {
        return new Fault(key, "is for a group without include-derived, which can be read and not written");
    }
}
