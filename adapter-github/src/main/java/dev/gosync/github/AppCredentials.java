package dev.gosync.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A GitHub App: its key signs tokens for itself, with which it gets one for its installation, and another before that
 * one ends. Getting it is no write: nothing that is synchronised changes. Safe for use by several threads.
 */
final class AppCredentials implements Credentials {
    /** A call may wait for five minutes between its attempts, and takes its token along. */
    private static final Duration BEFORE_THE_END = Duration.ofMinutes(10);

    private static final String GETTING_A_TOKEN = "POST /app/installations/{id}/access_tokens";

    private record Token(String header, Instant end) {
        @Override
        public String toString() {
            return "a token until " + end;
        }
    }

    private final Wire wire;
    private final Endpoints endpoints;
    private final AppKey key;
    private final Installations installations;
    private final ReentrantLock renewing = new ReentrantLock();
    private final OptionalLong given;
    private OptionalLong installation;
    private @Nullable Token token;

    /**
     * For one App in one organization.
     *
     * @param installation where it is not known, it is found through the organization
     */
    AppCredentials(Wire wire, Endpoints endpoints, String organization, AppKey key, OptionalLong installation) {
        this.wire = wire;
        this.endpoints = endpoints;
        this.key = key;
        this.given = installation;
        this.installation = installation;
        this.installations = new Installations(wire, endpoints, organization, this::asApp);
    }

    @Override
    public String authorization(String place) throws InterruptedException {
        renewing.lockInterruptibly();
        try {
            Instant now = wire.retry().clock().instant();
            if (token == null || !now.plus(BEFORE_THE_END).isBefore(token.end())) {
                token = fresh(place);
            }
            return token.header();
        } finally {
            renewing.unlock();
        }
    }

    /** An owner may suspend the App or install it anew, before its token would have ended. */
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
        if (installation.isEmpty()) {
            installation = OptionalLong.of(installations.find(place));
        }
        String id = String.valueOf(installation.getAsLong());
        Wire.Request request = Wire.Request.query(
                GETTING_A_TOKEN, endpoints.rest("app", "installations", id, "access_tokens"), Map.of());
        return wire.call(place, request, ignored -> asApp(), (answer, attempt) -> {
            JsonNode json = answer.json();
            if (!json.path("permissions").path("members").isTextual() && json.hasNonNull("permissions")) {
                throw AdapterException.of(
                                FailureKind.PERMISSION,
                                place,
                                GETTING_A_TOKEN,
                                "the App's installation may not see the organization's members")
                        .remedy(
                                "Give the App the organization permission Members (write), and have an owner accept it.")
                        .build();
            }
            return new Token("Bearer " + Api.text(json, "token"), instant(Api.text(json, "expires_at")));
        });
    }

    private String asApp() {
        return "Bearer " + key.token(wire.retry().clock().instant());
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the token's end is no time");
        }
    }
}
