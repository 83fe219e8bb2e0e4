package dev.gosync.benchmarks;

import dev.gosync.benchmarks.Program.Took;
import dev.gosync.benchmarks.Services.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what it costs to add 25 members and to remove 25 at each service: calls, wall time and CPU. */
final class Changes {
    private static final List<Integer> LATENCIES = List.of(0, 50);

    private Changes() {}

    /**
     * Measures one service after the other.
     *
     * @param args the launcher, a folder for the files, and how many runs
     */
    public static void main(String[] args) throws Exception {
        String launcher = args[0];
        Path folder = Path.of(args[1]);
        int runs = Integer.parseInt(args[2]);
        System.out.println("| Place | Calls | Wall, 0 ms | CPU, 0 ms | Wall, 50 ms | CPU, 50 ms |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
        try (Services services = new Services(folder)) {
            for (Service service : services.all()) {
                List<Program> ways = new ArrayList<>();
                for (String people : List.of("second", "first")) { // there and back
                    ways.add(new Program(
                            service.name(),
                            launcher,
                            "apply",
                            services.configuration(service, service.fake().address(), people)
                                    .toString(),
                            "--yes"));
                }
                StringBuilder row = new StringBuilder("| `" + service.name() + "` | ");
                for (int latency : LATENCIES) {
                    service.fake().latency(Duration.ofMillis(latency));
                    ways.get(0).run();
                    service.fake().forgetRequests();
                    ways.get(1).run();
                    if (latency == 0) {
                        row.append(service.fake().requests().size()).append(" | ");
                    }
                    Took took = Program.median(took(ways, runs));
                    row.append(String.format(Locale.ROOT, "%.0f ms | %.0f ms | ", took.wall(), took.cpu()));
                }
                if (!service.fake().complaints().isEmpty()) {
                    throw new IllegalStateException(service.fake().complaints().toString());
                }
                System.out.println(row.toString().strip());
            }
        }
    }

    private static List<Took> took(List<Program> ways, int runs) throws Exception {
        List<Took> took = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            took.add(ways.get(i % ways.size()).run());
        }
        if (runs % ways.size() != 0) {
            ways.get(1).run(); // back to where it was
        }
        return took;
    }
}
