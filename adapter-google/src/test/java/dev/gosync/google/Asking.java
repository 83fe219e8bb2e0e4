package dev.gosync.google;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.gosync.Adapter;
import dev.gosync.Change;
import dev.gosync.Guards;
import dev.gosync.Kind;
import dev.gosync.Listing;
import dev.gosync.Matching;
import dev.gosync.Mode;
import dev.gosync.Outcomes;
import dev.gosync.Report;
import dev.gosync.Retry;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.testkit.Conditions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Has the engine ask an adapter for whatever a test wants, because only the engine makes {@link Outcomes}. */
final class Asking {
    private static final String STAYS = "stays@where.it.is.test";
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private Asking() {}

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
            add(directory.group(GoogleDirectoryFake.GROUP), people(0, 1));
            directory.group(GoogleDirectoryFake.GROUP).get();
            directory.usersOfOrgUnit("/").get();
        }
    }

    static List<String> people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("person%05d@example.com"::formatted)
                .toList();
    }

    static Report add(Adapter to, Collection<String> things) {
        return change(to, Mode.ADD_ONLY, things, List.of());
    }

    static Report remove(Adapter from, Collection<String> things) {
        return change(from, Mode.REMOVE_ONLY, List.of(), things);
    }

    static Report change(Adapter at, Mode mode, Collection<String> additions, Collection<String> removals) {
        List<String> source = new ArrayList<>(additions);
        List<String> believed = new ArrayList<>(removals);
        source.add(STAYS);
        believed.add(STAYS);
        Sync sync = Sync.from(Sources.of(source))
                .matching(Matching.exact())
                .guard(Guards.maxRemovals(1_000_000))
                .guard(Guards.allowFullReplacement())
                .tolerate(Kind.UNKNOWN_THING)
                .mode(mode);
        try {
            return sync.syncWith(new Believed(at, Listing.of(believed)));
        } catch (SyncException e) {
            return e.reports().get(0);
        }
    }

    /** Lets the engine believe in a listing, so that it asks for what is there already and what is not there. */
    private record Believed(Adapter adapter, Listing listing) implements Adapter {
        @Override
        public String name() {
            return adapter.name();
        }

        @Override
        public Listing get() {
            return listing;
        }

        @Override
        public void add(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
            adapter.add(things, outcomes);
        }

        @Override
        public void remove(List<String> things, Outcomes outcomes) throws IOException, InterruptedException {
            adapter.remove(things, outcomes);
        }

        @Override
        public void change(Change change, Outcomes outcomes) throws IOException, InterruptedException {
            adapter.change(change, outcomes);
        }
    }
}
