package dev.gosync.opsgenie;

import dev.gosync.adapter.Retry;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * An Opsgenie account: makes sources and adapters for its schedules, which share its connection. Immutable but for the
 * connection, which is opened when it is first needed; safe for use by several threads. Each option returns an account
 * with a connection of its own.
 *
 * <p>Opsgenie ends on 2027-04-05; {@link JiraOperations} is the same for its successor.
 */
public final class Opsgenie implements AutoCloseable {
    static final URI US = URI.create("https://api.opsgenie.com");
    static final URI EU = URI.create("https://api.eu.opsgenie.com");

    private final URI address;
    private final String apiKey;
    private final Retry retry;
    private final Http http;
    private final OnCallService service;

    private Opsgenie(URI address, String apiKey, Retry retry) {
        this.address = address;
        this.apiKey = apiKey;
        this.retry = retry;
        this.http = new Http("GenieKey " + apiKey, retry, new Errors(retry, List.of(apiKey), OpsgenieService::remedy));
        HttpUrl base = Addresses.url(address);
        String label = base.equals(Addresses.url(US)) ? "Opsgenie" : "Opsgenie at " + address.getAuthority();
        this.service = new OpsgenieService(base, label, http, retry);
    }

    /**
     * An account in the United States, which is the default.
     *
     * @param apiKey of an API integration with access to configurations; one that is read-only will do for reading
     * @return the account
     */
    public static Opsgenie of(String apiKey) {
        return new Opsgenie(US, Addresses.headerValue("apiKey", apiKey), Retry.standard());
    }

    /** {@return the account in the European Union: {@code https://api.eu.opsgenie.com}} */
    public Opsgenie eu() {
        return at(EU);
    }

    /**
     * Sets where the account is.
     *
     * @param address up to the version: {@code https://api.opsgenie.com}
     * @return the account there
     */
    public Opsgenie at(URI address) {
        return new Opsgenie(Addresses.checked(address), apiKey, retry);
    }

    /**
     * Sets the gate that every call goes through.
     *
     * @param retry how often and how long to try
     * @return the account with this setting
     */
    public Opsgenie retry(Retry retry) {
        return new Opsgenie(address, apiKey, Objects.requireNonNull(retry, "retry"));
    }

    /**
     * Who is on call in a schedule.
     *
     * @param schedule its id or its name; see {@link OnCall#byId} and {@link OnCall#byName}
     * @return a source that can only be read
     */
    public OnCall onCall(String schedule) {
        return onCall(ScheduleKey.of(schedule));
    }

    OnCall onCall(ScheduleKey schedule) {
        return new OnCall(service, schedule, Optional.empty());
    }

    /**
     * Who takes turns in a schedule.
     *
     * @param schedule its id or its name; see {@link Schedule#byId} and {@link Schedule#byName}
     * @return an adapter; {@link Schedule#rotation} chooses one of several rotations
     */
    public Schedule schedule(String schedule) {
        return schedule(ScheduleKey.of(schedule));
    }

    Schedule schedule(ScheduleKey schedule) {
        return new Schedule(service, schedule, Optional.empty());
    }

    /** Closes the connection; what was made by this is of no use afterwards. */
    @Override
    public void close() {
        http.close();
    }

    /** {@return where it is, without the key} */
    @Override
    public String toString() {
        return service.label();
    }
}
