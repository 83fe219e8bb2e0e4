package dev.gosync.opsgenie;

import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The keys of the four types of places, and their values with everything that is wrong with them. Used by one thread. */
final class Settings {
    private final Config config;
    private final List<Fault> faults = new ArrayList<>();

    Settings(Config config) {
        this.config = config;
    }

    // --- Keys

    static List<ConfigKey> onCall(List<ConfigKey> account) {
        return keys(
                account,
                ConfigKey.of("at", "Who is on call at this time instead of now, like 2026-12-24T18:00:00+01:00"));
    }

    static List<ConfigKey> schedule(List<ConfigKey> account) {
        return keys(
                account,
                ConfigKey.of("rotation", "The id or the name of the one rotation that is meant; by default all"));
    }

    private static List<ConfigKey> keys(List<ConfigKey> account, ConfigKey last) {
        List<ConfigKey> keys = new ArrayList<>(account);
        keys.add(ConfigKey.of("schedule", "The id or the name of the schedule").required());
        keys.add(ConfigKey.of("identifier-type", "Whether schedule is an id or a name; by default what it looks like")
                .oneOf("id", "name"));
        keys.add(last);
        return List.copyOf(keys);
    }

    static List<ConfigKey> opsgenie() {
        return List.of(
                ConfigKey.of("api-key", "The key of an API integration with access to configurations")
                        .required()
                        .secret(),
                ConfigKey.of("region", "Where the account is; us by default").oneOf("us", "eu"),
                ConfigKey.of("base-url", "The address of the API, instead of region"));
    }

    static List<ConfigKey> jira() {
        return List.of(
                ConfigKey.of("cloud-id", "The id of the site; https://SITE.atlassian.net/_edge/tenant_info shows it")
                        .required(),
                ConfigKey.of("email", "The e-mail address of the account that asks")
                        .required(),
                ConfigKey.of("api-token", "The API token of that account")
                        .required()
                        .secret(),
                ConfigKey.of("base-url", "The address of the API; https://api.atlassian.com by default"),
                ConfigKey.of(
                        "site",
                        "Where to ask Jira for people, like https://example.atlassian.net; base-url by default"));
    }

    // --- Values

    /** The account, once everything is known to be right. */
    Supplier<Opsgenie> opsgenieAccount() {
        String key = value("api-key", text -> Addresses.headerValue("it", text)).orElse("");
        Optional<URI> address = value("base-url", Addresses::parsed);
        Optional<String> region = config.find("region");
        if (config.find("base-url").isPresent() && region.isPresent()) {
            faults.add(new Fault("region", "says where the account is, and so does base-url; remove one of them"));
        }
        URI at = address.orElse(region.filter("eu"::equals).isPresent() ? Opsgenie.EU : Opsgenie.US);
        return () -> config.shared(
                Opsgenie.class, List.of(at, key), () -> Opsgenie.of(key).at(at).retry(config.retry()));
    }

    /** The site, once everything is known to be right. */
    Supplier<JiraOperations> jiraAccount() {
        String cloudId = value("cloud-id", JiraOperations::checkedCloudId).orElse("");
        String email = value("email", text -> Addresses.headerValue("it", text)).orElse("");
        String token =
                value("api-token", text -> Addresses.headerValue("it", text)).orElse("");
        Optional<URI> address = value("base-url", Addresses::parsed);
        Optional<URI> site = value("site", Addresses::parsed);
        return () -> config.shared(JiraOperations.class, List.of(address, site, cloudId, email, token), () -> {
            JiraOperations operations = JiraOperations.of(cloudId, email, token)
                    .at(address.orElse(JiraOperations.API))
                    .retry(config.retry());
            return site.map(operations::site).orElse(operations);
        });
    }

    /** Makes the source, once everything is known to be right. */
    OnCall anOnCall(Function<ScheduleKey, OnCall> maker) {
        Optional<ScheduleKey> schedule = schedule();
        Optional<Instant> at = value("at", Settings::time);
        OnCall onCall = made(schedule, maker);
        return at.map(onCall::at).orElse(onCall);
    }

    /** Makes the adapter, once everything is known to be right. */
    Schedule aSchedule(Function<ScheduleKey, Schedule> maker) {
        Schedule schedule = made(schedule(), maker);
        return config.find("rotation").map(schedule::rotation).orElse(schedule);
    }

    private Optional<ScheduleKey> schedule() {
        return value("schedule", ScheduleKey::of)
                .map(key -> config.find("identifier-type")
                        .map(type -> type.equals("id") ? key.byId() : key.byName())
                        .orElse(key));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is no time with an offset, like 2026-12-24T18:00:00+01:00", e);
        }
    }

    private <T> T made(Optional<ScheduleKey> schedule, Function<ScheduleKey, T> maker) {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return maker.apply(schedule.orElseThrow());
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
