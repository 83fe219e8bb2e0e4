package dev.gosync.opsgenie;

import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.http.BaseUrl;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Declares the keys of the four types of places, and reads and checks their values. For one thread only. */
final class OpsgenieKeys {
    private final Config config;
    private final List<Fault> faults = new ArrayList<>();

    OpsgenieKeys(Config config) {
        this.config = config;
    }

    // --- Keys

    static List<ConfigKey> onCall(List<ConfigKey> account) {
        return keys(
                account,
                ConfigKey.of("at", "The time to read instead of now, with its offset, like 2026-12-24T18:00:00+01:00"));
    }

    static List<ConfigKey> schedule(List<ConfigKey> account) {
        return keys(
                account, ConfigKey.of("rotation", "The id or the name of the only rotation to sync; all by default"));
    }

    private static List<ConfigKey> keys(List<ConfigKey> account, ConfigKey last) {
        List<ConfigKey> keys = new ArrayList<>(account);
        keys.add(ConfigKey.of("schedule", "The id or the name of the schedule").required());
        keys.add(ConfigKey.of(
                        "identifier-type",
                        "Whether schedule is an id or a name; by default a value that looks like an id is one")
                .oneOf("id", "name"));
        keys.add(last);
        return List.copyOf(keys);
    }

    static List<ConfigKey> opsgenie() {
        return List.of(
                ConfigKey.of("api-key", "The key of an API integration with access to configurations")
                        .required()
                        .secret(),
                ConfigKey.of("region", "The region of the account; us by default")
                        .oneOf("us", "eu"),
                ConfigKey.of("base-url", "The address of the API, instead of region"));
    }

    static List<ConfigKey> jira() {
        return List.of(
                ConfigKey.of("cloud-id", "The id of the site; https://SITE.atlassian.net/_edge/tenant_info shows it")
                        .required(),
                ConfigKey.of("email", "The e-mail address of the account that makes the calls")
                        .required(),
                ConfigKey.of("api-token", "The API token of that account")
                        .required()
                        .secret(),
                ConfigKey.of("base-url", "The address of the API; https://api.atlassian.com by default"),
                ConfigKey.of(
                        "site",
                        "The address of the site, to look accounts up there, like https://example.atlassian.net; by"
                                + " default they are looked up through base-url"));
    }

    // --- Help

    static final String OPSGENIE_RIGHTS =
            "Grant it in Opsgenie under Settings > Integrations: add an API integration, and turn on Configuration access";
    static final String OPSGENIE_TEAM = "The key of a team sees only the schedules of that team";
    static final String JIRA_READING =
            "Reading: the account must see the schedule and have the Jira permission Browse users"
                    + " and groups; a token with scopes needs read:ops-config:jira-service-management and read:jira-user";
    static final String JIRA_RIGHTS =
            "Make the token at https://id.atlassian.com/manage-profile/security/api-tokens; an admin"
                    + " of Jira grants Browse users and groups under System > Global permissions";

    static Map<String, Object> opsgenieExample() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("api-key", "${OPSGENIE_KEY}");
        example.put("schedule", "Platform");
        return example;
    }

    static Map<String, Object> jiraExample() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("cloud-id", "11111111-2222-3333-4444-555555555555");
        example.put("email", "sync@example.com");
        example.put("api-token", "${JIRA_TOKEN}");
        example.put("schedule", "Platform");
        return example;
    }

    // --- Values

    /** Returns a way to get the account, to be used once all values are known to be right. */
    Supplier<Opsgenie> opsgenieAccount() {
        String key = value("api-key", Arguments::headerValue).orElse("");
        Optional<URI> baseUrl = value("base-url", text -> BaseUrl.checked(text, "https://api.opsgenie.com"));
        Optional<String> region = config.find("region");
        if (config.find("base-url").isPresent() && region.isPresent()) {
            faults.add(new Fault("region", "cannot be combined with base-url; remove one of them"));
        }
        URI url = baseUrl.orElse(region.filter("eu"::equals).isPresent() ? Opsgenie.EU : Opsgenie.US);
        return () -> config.shared(
                Opsgenie.class,
                List.of(url, key),
                () -> Opsgenie.builder(key).baseUrl(url).retry(config.retry()).build());
    }

    /** Returns a way to get the site, to be used once all values are known to be right. */
    Supplier<JiraOperations> jiraAccount() {
        String cloudId = value("cloud-id", Arguments::cloudId).orElse("");
        String email = value("email", Arguments::headerValue).orElse("");
        String token = value("api-token", Arguments::headerValue).orElse("");
        Optional<URI> baseUrl = value("base-url", text -> BaseUrl.checked(text, "https://api.atlassian.com"));
        Optional<URI> site = value("site", text -> BaseUrl.checked(text, "https://example.atlassian.net"));
        return () -> config.shared(JiraOperations.class, List.of(baseUrl, site, cloudId, email, token), () -> {
            JiraOperations.Builder builder =
                    JiraOperations.builder(cloudId, email, token).retry(config.retry());
            baseUrl.ifPresent(builder::baseUrl);
            site.ifPresent(builder::site);
            return builder.build();
        });
    }

    Optional<Instant> at() {
        return value("at", OpsgenieKeys::time);
    }

    Optional<String> rotation() {
        return config.find("rotation");
    }

    /** Returns the schedule, or throws all faults. */
    ScheduleKey schedule() {
        Optional<ScheduleKey> schedule = value("schedule", ScheduleKey::of)
                .map(key -> config.find("identifier-type")
                        .map(type -> type.equals("id") ? key.byId() : key.byName())
                        .orElse(key));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return schedule.orElseThrow();
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time with its offset, like 2026-12-24T18:00:00+01:00", e);
        }
    }

    private <T> Optional<T> value(String key, Function<String, T> reader) {
        try {
            return config.find(key).map(reader);
        } catch (IllegalArgumentException e) {
            faults.add(new Fault(key, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
