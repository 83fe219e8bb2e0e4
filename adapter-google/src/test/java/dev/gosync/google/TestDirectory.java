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

/** A Google account of the fake, and the people in it. */
final class TestDirectory {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private TestDirectory() {}

    static GoogleCredentials credentials() {
        return GoogleCredentials.create(new AccessToken(Conditions.SECRET, null));
    }

    static GoogleDirectory directory(GoogleDirectoryFake fake) {
        return directory(fake, new ArrayList<>());
    }

    /** Waits are noted and take no time; the clock stands still. */
    static GoogleDirectory directory(GoogleDirectoryFake fake, List<Duration> waits) {
        return GoogleDirectory.builder(credentials())
                .rootUrl(fake.root())
                .retry(retry(waits))
                .build();
    }

    static Retry retry(List<Duration> waits) {
        return Retry.standard().attempts(4).time(Clock.fixed(NOW, ZoneOffset.UTC), waits::add, () -> 1.0);
    }

    /** Loads Google's client, which takes longer than the kit's impatient adapters wait, on a machine that is busy. */
    static void warmUp() throws InterruptedException {
        try (GoogleDirectoryFake fake = new GoogleDirectoryFake();
                GoogleDirectory directory = directory(fake)) {
            fake.introduce(people(0, 1));
            Asking.add(directory.group(GoogleDirectoryFake.GROUP), people(0, 1));
            directory.group(GoogleDirectoryFake.GROUP).get();
            directory.usersOfOrgUnit("/").get();
        }
    }

    static List<String> people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("person%05d@example.com"::formatted)
                .toList();
    }
}
