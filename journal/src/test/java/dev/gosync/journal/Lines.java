package dev.gosync.journal;

import dev.gosync.Sync;
import dev.gosync.adapter.GoSyncException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import dev.gosync.journal.MemoryGroup.Style;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes runs for tests, and changes their lines. */
final class Lines {
    private Lines() {}

    /** A source that always holds the same. */
    static Source people(String... things) {
        return new Source() {
            @Override
            public String name() {
                return "people";
            }

            @Override
            public Listing get() {
                return Listing.of(List.of(things));
            }
        };
    }

    /** The lines of a run that adds ann and eve to a team, and removes zoe. */
    static List<String> ofARun() {
        MemoryStore store = new MemoryStore();
        Journal journal = Journal.in(store);
        try (RecordedRun run = journal.begin(RunInfo.of("apply", "nightly").from(Path.of("/no/go-sync.yml")))) {
            Sync.from(people("ann", "bob", "eve"))
                    .listener(run.listener("platform"))
                    .syncWith(new MemoryGroup("team", Style.SINGLE, "bob", "zoe"));
        }
        return store.lines(journal.ids().get(0));
    }

    /** Applies a configuration once. What is not done is in the journal. */
    static String apply(Journal journal, String configuration, MemoryGroup team, String... wanted) {
        RecordedRun run = journal.begin(RunInfo.of("apply", configuration));
        try (run) {
            Sync.from(people(wanted)).listener(run.listener("platform")).syncWith(team);
        } catch (GoSyncException e) {
            throw new AssertionError(e);
        }
        return run.id();
    }

    /** Makes the digests right again, as a forger would. */
    static List<String> chained(List<String> lines) {
        List<String> chained = new ArrayList<>();
        String previous = "";
        for (String line : lines) {
            String next = line.replaceFirst("\"previous\":\"[0-9a-f]*\"", "\"previous\":\"" + previous + "\"");
            chained.add(next);
            previous = Texts.digest(next);
        }
        return chained;
    }
}
