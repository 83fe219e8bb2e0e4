package dev.gosync.opsgenie;

import dev.gosync.adapter.Retry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a Jira Service Management site, the successor of Opsgenie: makes sources and adapters for its
 * schedules, which share its connection and what it has learnt of people's accounts. Immutable but for these; safe for use
 * by several threads. Each option returns a site that has learnt nothing.
 *
 * <p>There an account has an id and hides its e-mail address from whom it likes: who shows none is left out, and cannot be
 * found.
 */
public final class JiraOperations implements AutoCloseable {
    static final URI API = URI.create("https://api.atlassian.com");

    private final URI address;
    private final @Nullable URI site;
    private final String cloudId;
    private final String email;
    private final String apiToken;
    private final Retry retry;
    private final Http http;
    private final OnCallService service;

    private JiraOperations(
            URI address, @Nullable URI site, String cloudId, String email, String apiToken, Retry retry) {
        this.address = address;
        this.site = site;
        this.cloudId = cloudId;
        this.email = email;
        this.apiToken = apiToken;
        this.retry = retry;
        String credentials =
                Base64.getEncoder().encodeToString((email + ":" + apiToken).getBytes(StandardCharsets.UTF_8));
        Errors errors = new Errors(retry, List.of(credentials, apiToken), JiraService::remedy);
        this.http = new Http("Basic " + credentials, retry, errors);
        HttpUrl root = Addresses.url(address);
        HttpUrl jira = site == null
                ? root.newBuilder()
                        .addPathSegments("ex/jira")
                        .addPathSegment(cloudId)
                        .build()
                : Addresses.url(site);
        HttpUrl operations = root.newBuilder()
                .addPathSegments("jsm/ops/api")
                .addPathSegment(cloudId)
                .build();
        String label = "Jira Service Management " + cloudId
                + (root.equals(Addresses.url(API)) ? "" : " at " + address.getAuthority());
        this.service = new JiraService(operations, label, http, retry, new JiraAccounts(jira, http, retry));
    }

    /**
     * A site, as an account sees it.
     *
     * @param cloudId of the site; {@code https://SITE.atlassian.net/_edge/tenant_info} shows it
     * @param email of the account
     * @param apiToken of the account
     * @return the site
     */
    public static JiraOperations of(String cloudId, String email, String apiToken) {
        return new JiraOperations(
                API,
                null,
                checkedCloudId(cloudId),
                Addresses.headerValue("email", email),
                Addresses.headerValue("apiToken", apiToken),
                Retry.standard());
    }

    static String checkedCloudId(String cloudId) {
        if (!cloudId.matches("[0-9A-Za-z-]+")) {
            throw new IllegalArgumentException("is no cloud id: it has letters, digits and hyphens");
        }
        return cloudId;
    }

    /**
     * Sets where the API is.
     *
     * @param address of both the operations and, without {@link #site}, Jira: {@code https://api.atlassian.com}
     * @return the site there
     */
    public JiraOperations at(URI address) {
        return new JiraOperations(Addresses.checked(address), site, cloudId, email, apiToken, retry);
    }

    /**
     * Asks Jira for people's accounts at the site itself, and not through {@code https://api.atlassian.com/ex/jira}: for
     * tokens that are taken at the site only.
     *
     * @param site {@code https://example.atlassian.net}
     * @return the site with this setting
     */
    public JiraOperations site(URI site) {
        return new JiraOperations(address, Addresses.checked(site), cloudId, email, apiToken, retry);
    }

    /**
     * Sets the gate that every call goes through.
     *
     * @param retry how often and how long to try
     * @return the site with this setting
     */
    public JiraOperations retry(Retry retry) {
        return new JiraOperations(address, site, cloudId, email, apiToken, Objects.requireNonNull(retry, "retry"));
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

    /** {@return which site it is, without the token} */
    @Override
    public String toString() {
        return service.label();
    }
}
