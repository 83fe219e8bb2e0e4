package dev.gosync.google;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Conditions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Connections to the fake account, and the people in it. */
final class GoogleFixture {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private GoogleFixture() {}

    static GoogleCredentials credentials() {
        return GoogleCredentials.create(new AccessToken(Conditions.SECRET, null));
    }

    static GoogleWorkspace workspace(GoogleFake fake) {
        return workspace(fake, new ArrayList<>());
    }

    /** Records the waits, which take no time. The clock stands still. */
    static GoogleWorkspace workspace(GoogleFake fake, List<Duration> waits) {
        return GoogleWorkspace.builder(credentials())
                .baseUrl(fake.root())
                .retry(retry(waits))
                .build();
    }

    static Retry retry(List<Duration> waits) {
        return Retry.standard().attempts(4).time(Clock.fixed(NOW, ZoneOffset.UTC), waits::add, () -> 1.0);
    }

    /** Loads Google's client. On a busy machine that takes longer than the short timeouts of the kit. */
    static void warmUp() throws InterruptedException {
        try (GoogleFake fake = new GoogleFake();
                GoogleWorkspace workspace = workspace(fake)) {
            fake.introduce(people(0, 1));
            Asking.add(workspace.group(GoogleFake.GROUP), people(0, 1));
            workspace.group(GoogleFake.GROUP).get();
            workspace.usersOfOrgUnit("/").get();
        }
    }

    static List<String> people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("person%05d@example.com"::formatted)
                .toList();
    }
}
