package dev.gosync.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gosync.Adapter;
import dev.gosync.Change;
import dev.gosync.Guards;
import dev.gosync.Kind;
import dev.gosync.Listing;
import dev.gosync.Matching;
import dev.gosync.Mode;
import dev.gosync.Outcomes;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Has the engine ask an adapter for whatever a test wants, because only the engine makes {@link Outcomes}. */
final class Asking {
    private static final String STAYS = "stays where it is";

    private Asking() {}

    static Report add(Adapter to, String... things) {
        return change(to, Mode.ADD_ONLY, Arrays.asList(things), List.of());
    }

    static Report remove(Adapter from, String... things) {
        return change(from, Mode.REMOVE_ONLY, List.of(), Arrays.asList(things));
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

    static Path file(Path folder, String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String content(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
