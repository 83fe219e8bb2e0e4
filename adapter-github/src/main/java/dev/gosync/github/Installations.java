package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.kohsuke.github.GHAppInstallation;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Finds the installation of an App, with kohsuke's client and its model of it. That client sends nothing by itself: its
 * requests go through {@link Wire}, which repeats, waits and says what a failure means, so that only successes reach it
 * and none of its own waiting and repeating ever begins.
 */
final class Installations {
    private final Wire wire;
    private final Endpoints endpoints;
    private final String organization;
    private final Supplier<String> authorization;

    Installations(Wire wire, Endpoints endpoints, String organization, Supplier<String> authorization) {
        this.wire = wire;
        this.endpoints = endpoints;
        this.organization = organization;
        this.authorization = authorization;
    }

    long find(String place) throws InterruptedException {
        String operation = "GET /orgs/{org}/installation";
        try {
            GitHub github = new GitHubBuilder()
                    .withEndpoint(endpoints.rest().toString().replaceAll("/$", ""))
                    .withConnector(new ThroughTheWire(place))
                    .withAuthorizationProvider(authorization::get)
                    .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
                    .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL)
                    .build();
            GHAppInstallation installation = github.getApp().getInstallationByOrganization(organization);
            if (installation.getSuspendedAt() != null) {
                throw AdapterException.of(
                                FailureKind.PERMISSION, place, operation, "the App's installation is suspended")
                        .remedy("Have an owner of the organization unsuspend the App.")
                        .build();
            }
            return installation.getId();
        } catch (InterruptedIOException e) {
            throw interruption();
        } catch (IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InterruptedIOException) {
                    throw interruption();
                }
            }
            throw wire.failures().malformed(place, operation, "the answer is no installation of an App");
        }
    }

    private static InterruptedException interruption() {
        return new InterruptedException("interrupted while looking for the App's installation");
    }

    /** Hands kohsuke's requests to the wire. */
    private final class ThroughTheWire implements GitHubConnector {
        private final String place;

        ThroughTheWire(String place) {
            this.place = place;
        }

        @Override
        public GitHubConnectorResponse send(GitHubConnectorRequest asked) throws IOException {
            HttpUrl url = Objects.requireNonNull(HttpUrl.get(asked.url()), "an address of HTTP");
            Wire.Request request = Wire.Request.get(asked.method() + " " + url.encodedPath(), url);
            if (!asked.method().equals("GET")) {
                throw new IOException("Only reading is done this way");
            }
            try {
                String header = Objects.requireNonNullElse(asked.header("Authorization"), "");
                return wire.call(place, request, ignored -> header, (answer, attempt) -> new Heard(asked, answer));
            } catch (InterruptedException e) {
                InterruptedIOException interruption = new InterruptedIOException();
                interruption.initCause(e);
                throw interruption;
            }
        }
    }

    /** A successful answer, as kohsuke takes it. */
    private static final class Heard extends GitHubConnectorResponse.ByteArrayResponse {
        private final byte[] body;

        Heard(GitHubConnectorRequest request, Answer answer) {
            super(request, answer.status(), answer.headers());
            this.body = answer.body().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        protected InputStream rawBodyStream() {
            return new ByteArrayInputStream(body);
        }
    }
}
