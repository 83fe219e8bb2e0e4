package dev.gosync.google;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.ConfigKey.Form;
import dev.gosync.adapter.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes sources of users from a configuration: the type {@code google-users}. Stateless; threads may share it.
 */
public final class GoogleUsersProvider implements AdapterProvider {
    private static final String DOMAIN = "domain";
    private static final String ORG_UNIT = "org-unit";
    private static final String QUERY = "query";

    /** For {@link java.util.ServiceLoader}. */
    public GoogleUsersProvider() {}

    @Override
    public String type() {
        return "google-users";
    }

    @Override
    public String summary() {
        return "The users of a Google account, by e-mail address (read-only)";
    }

    @Override
    public List<ConfigKey> keys() {
        List<ConfigKey> keys = new ArrayList<>();
        keys.add(ConfigKey.of(DOMAIN, "The users of this domain, such as example.com"));
        keys.add(ConfigKey.of(
                ORG_UNIT, "The users of this organizational unit and of the units below it, such as /Sales"));
        keys.add(ConfigKey.of(QUERY, "The users that this query finds, such as isAdmin=true"));
        keys.addAll(GoogleKeys.keys());
        keys.add(ConfigKey.of("include-suspended", "Read suspended users too (default: false)")
                .form(Form.FLAG));
        keys.add(ConfigKey.of("include-archived", "Read archived users too (default: false)")
                .form(Form.FLAG));
        return List.copyOf(keys);
    }

    @Override
    public List<String> rights() {
        List<String> rights = new ArrayList<>(
                List.of("Reading users: the scope https://www.googleapis.com/auth/admin.directory.user.readonly"));
        rights.addAll(GoogleKeys.granting("Users > Read"));
        return rights;
    }

    @Override
    public Map<String, Object> example() {
        return GoogleKeys.example(ORG_UNIT, "/Sales");
    }

    @Override
    public Source create(Config config) {
        List<Fault> faults = new ArrayList<>();
        List<String> chosen = Stream.of(DOMAIN, ORG_UNIT, QUERY)
                .filter(key -> config.find(key).isPresent())
                .toList();
        if (chosen.isEmpty()) {
            faults.add(
                    new Fault(DOMAIN, "is missing: name a domain, an org-unit or a query; org-unit: / is all users"));
        }
        chosen.stream()
                .skip(1)
                .forEach(key -> faults.add(new Fault(key, "does not go with " + chosen.get(0) + "; remove one")));
        config.find(ORG_UNIT)
                .ifPresent(path -> GoogleKeys.tried(ORG_UNIT, faults, () -> GoogleWorkspace.orgUnit(path)));
        Optional<GoogleWorkspace> workspace = GoogleKeys.workspace(config, faults);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        GoogleUsers users = users(config, workspace.orElseThrow());
        users = config.flag("include-suspended") ? users.withSuspended() : users;
        return config.flag("include-archived") ? users.withArchived() : users;
    }

    private static GoogleUsers users(Config config, GoogleWorkspace workspace) {
        Optional<String> domain = config.find(DOMAIN);
        Optional<String> unit = config.find(ORG_UNIT);
        return domain.map(workspace::usersOfDomain)
                .or(() -> unit.map(workspace::usersOfOrgUnit))
                .orElseGet(() -> workspace.usersMatching(config.text(QUERY)));
    }
}
