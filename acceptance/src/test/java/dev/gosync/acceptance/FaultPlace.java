package dev.gosync.acceptance;

import dev.gosync.testkit.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One type of adapter with a small service that has members: two of them stay, two leave and two others come. The service has
 * more that no sync may change.
 */
abstract class FaultPlace implements AutoCloseable {
    static final List<String> STAYING = List.of("sam@example.com", "sue@example.com");
    static final List<String> LEAVING = List.of("lea@example.com", "leo@example.com");
    static final List<String> COMING = List.of("cem@example.com", "cleo@example.com");

    private static final String WANTED = "wanted.txt";
    private static final String FOLLOWER = "team.txt";

    private final String type;
    private final boolean isSource;
    private List<String> more = List.of();

    FaultPlace(String type, boolean isSource) {
        this.type = type;
        this.isSource = isSource;
    }

    /** {@return the type of the adapter in a configuration} */
    final String type() {
        return type;
    }

    /** Whether the place is read only. Then it is the source, and a file follows it. */
    final boolean isSource() {
        return isSource;
    }

    /** {@return the fake of the service; empty if the adapter has no service} */
    Optional<FakeServer> server() {
        return Optional.empty();
    }

    /** Whether a request changes the service. */
    boolean isWrite(String method, String path, String body) {
        return false;
    }

    /** Gives the service its members, and accounts to those who come. */
    abstract void seed(Path folder, List<String> members, List<String> coming) throws IOException;

    /** {@return the configuration of the place} */
    abstract String entry(String address);

    /** {@return the members that a sync may change; for a source, who is in it} */
    abstract Set<String> members(Path folder) throws IOException;

    /** {@return everything that no sync may change} */
    abstract String untouchable(Path folder) throws IOException;

    /** Adds more members who stay, so that a list has several pages. */
    final FaultPlace withMore(List<String> people) {
        more = people;
        return this;
    }

    /** Writes the files of a run, and fills the service. */
    final void begin(Path folder) throws IOException {
        List<String> staying = joined(STAYING, more);
        if (isSource) {
            seed(folder, joined(staying, COMING), List.of());
            write(folder, FOLLOWER, joined(staying, LEAVING));
        } else {
            seed(folder, joined(staying, LEAVING), COMING);
            write(folder, WANTED, joined(staying, COMING));
        }
    }

    private static void write(Path folder, String file, List<String> lines) throws IOException {
        Files.writeString(folder.resolve(file), String.join("\n", lines) + "\n");
    }

    /** {@return the sync of this place} */
    final String sync(String address) {
        String place = "{ " + type + ": " + entry(address) + " }";
        String file = "{ file: { path: %s } }";
        return """
                  - name: %s
                    source: %s
                    destinations: [ %s ]
                """.formatted(
                        type, isSource ? place : file.formatted(WANTED), isSource ? file.formatted(FOLLOWER) : place);
    }

    /** {@return who is in the destination now} */
    final Set<String> inDestination(Path folder) throws IOException {
        return isSource ? new TreeSet<>(Files.readAllLines(folder.resolve(FOLLOWER))) : members(folder);
    }

    /** {@return who has to be in the destination afterwards} */
    final Set<String> wanted() {
        return new TreeSet<>(joined(joined(STAYING, more), COMING));
    }

    /** {@return the type} */
    @Override
    public final String toString() {
        return type;
    }

    static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Override
    public void close() {
        server().ifPresent(FakeServer::close);
    }
}
