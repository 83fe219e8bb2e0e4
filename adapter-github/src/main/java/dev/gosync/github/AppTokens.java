package dev.gosync.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.github.GitHubApi.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHAppInstallation;
import org.kohsuke.github.GitHub;

/**
 * The credentials of a GitHub App. Its key signs short-lived tokens (JWT), with which it gets a token for its
 * installation. That token is renewed before it expires. Threads may share it.
 */
final class AppTokens implements AccessTokens {
    /** A call may take five minutes with all its attempts, and keeps its token until the end. */
    private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(10);

    private static final String FINDING = "GET /orgs/{org}/installation";
    private static final String GETTING_A_TOKEN = "POST /app/installations/{id}/access_tokens";

    private record Token(String header, Instant expires) {
        @Override
        public String toString() {
            return "a token until " + expires;
        }
    }

    private final GitHubApi api;
    private final String organization;
    private final AppKey key;
    private final ReentrantLock renewing = new ReentrantLock();
    private final OptionalLong given;
    private OptionalLong installation;
    private @Nullable Token token;

    /**
     * Makes the credentials of one App in one organization.
     *
     * @param installation if it is empty, one call finds it
     */
    AppTokens(GitHubApi api, String organization, AppKey key, OptionalLong installation) {
        this.api = api;
        this.organization = organization;
        this.key = key;
        this.given = installation;
        this.installation = installation;
    }

    @Override
    public String authorization(String place) throws InterruptedException {
        renewing.lockInterruptibly();
        try {
            Instant now = api.retry().clock().instant();
            if (token == null || !now.plus(BEFORE_EXPIRY).isBefore(token.expires())) {
                token = fresh(place);
            }
            return token.header();
        } finally {
            renewing.unlock();
        }
    }

    /** An owner may have suspended the App or installed it again. */
    @Override
    public void refused(String authorization) {
        renewing.lock();
        try {
            if (token != null && token.header().equals(authorization)) {
                token = null;
                installation = given;
            }
        } finally {
            renewing.unlock();
        }
    }

    private Token fresh(String place) throws InterruptedException {
        long id = installation.isPresent() ? installation.getAsLong() : find(place);
        installation = OptionalLong.of(id);
        Request request = Request.post(
                GETTING_A_TOKEN,
                api.endpoints().rest("app", "installations", String.valueOf(id), "access_tokens"),
                Map.of());
        return api.call(place, request, ignored -> asApp(), (answer, attempt) -> {
            JsonNode json = GitHubApi.json(answer);
            if (json.hasNonNull("permissions")
                    && !json.path("permissions").path("members").isTextual()) {
                throw AdapterException.of(
                                FailureKind.PERMISSION,
                                place,
                                GETTING_A_TOKEN,
                                "the App's installation may not see the organization's members")
                        .remedy(
                                "Give the App the organization permission Members (write), and have an owner accept it.")
                        .build();
            }
            String issued = GitHubApi.text(json, "token");
            api.secrets().add(issued);
            return new Token("Bearer " + issued, instant(GitHubApi.text(json, "expires_at")));
        });
    }

    private long find(String place) throws InterruptedException {
        Request request = Request.get(FINDING, api.endpoints().rest("orgs", organization, "installation"));
        return api.call(place, request, ignored -> asApp(), (answer, attempt) -> {
            GHAppInstallation found = installation(answer);
            if (found.getId() < 1) {
                throw new IllegalArgumentException("the answer is not an installation of an App");
            }
            if (found.getSuspendedAt() != null) {
                throw AdapterException.of(FailureKind.PERMISSION, place, FINDING, "the App's installation is suspended")
                        .remedy("Have an owner of the organization unsuspend the App.")
                        .build();
            }
            return found.getId();
        });
    }

    /** Reads kohsuke's model. Its client would ask for the App first, which takes one more call. */
    private static GHAppInstallation installation(HttpAnswer answer) {
        try {
            return GitHub.getMappingObjectReader()
                    .forType(GHAppInstallation.class)
                    .readValue(answer.body());
        } catch (JsonProcessingException e) { // its message may show the answer
            throw new IllegalArgumentException("the answer is not an installation of an App");
        }
    }

    /** The key is added each time, because only the last secrets are remembered. */
    private String asApp() {
        String jwt = key.token(api.retry().clock().instant());
        api.secrets().add(key.secret());
        api.secrets().add(jwt);
        return "Bearer " + jwt;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the token's expires_at is not a time");
        }
    }
}
