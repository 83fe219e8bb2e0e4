package dev.gosync.acceptance;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every fault of a connection to every service. The checks and the page are those of {@link ReliabilityTest}. */
@DisabledOnOs(OS.WINDOWS) // the page shows messages of Linux and macOS
@Tag("same-on-every-jdk")
final class ConnectionReliabilityTest {
    private final FaultTrials trials;

    ConnectionReliabilityTest(@TempDir Path folder) {
        trials = new FaultTrials(folder);
    }

    @TestFactory
    Stream<DynamicTest> every_fault_of_a_connection_to_every_service() {
        FaultCase.ofConnections().forEach(trials::add);
        return trials.tests(ConnectionReliabilityTest.class);
    }
}
