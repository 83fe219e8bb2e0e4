package dev.gosync.benchmarks;

import dev.gosync.benchmarks.Program.Took;
import dev.gosync.benchmarks.Services.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints how long the program takes from the shell to its last line, as ratios to a hello-world of the same JVM. */
final class StartUp {
    private StartUp() {}

    /**
     * Measures all side by side.
     *
     * @param args the launcher, a folder with {@code Hello.class} and {@code go-sync-demo}, and how many runs
     */
    public static void main(String[] args) throws Exception {
        String launcher = args[0];
        Path folder = Path.of(args[1]);
        int runs = Integer.parseInt(args[2]);
        boolean isNew = Runtime.version().feature() >= 25;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<Program> programs = new ArrayList<>();
        List<Integer> limits = new ArrayList<>();
        programs.add(new Program("hello world", java, "-cp", folder.toString(), "Hello"));
        limits.add(1);
        programs.add(new Program("./go-sync --version", launcher, "--version"));
        limits.add(2);
        programs.add(new Program("./go-sync --help", launcher, "--help"));
        limits.add(6);
        programs.add(new Program(
                "./go-sync plan of two small files",
                launcher,
                "plan",
                folder.resolve("go-sync-demo/go-sync.yml").toString()));
        limits.add(4);
        List<AutoCloseable> proxies = new ArrayList<>();
        Path keys = TlsProxy.certificate(folder);
        try (Services services = new Services(folder)) {
            for (Service service : services.all()) {
                TlsProxy proxy = new TlsProxy(keys, service.fake().address());
                proxies.add(proxy);
                programs.add(plan(
                        launcher,
                        "http",
                        services.configuration(service, service.fake().address(), "second"),
                        service));
                programs.add(
                        plan(launcher, "https", services.configuration(service, proxy.address(), "second"), service)
                                .with("JDK_JAVA_OPTIONS", TlsProxy.options(keys)));
                limits.add(isNew ? 8 : 10);
                limits.add(isNew ? 8 : 10);
            }
            print(programs, Program.medians(programs, runs), limits);
        } finally {
            for (AutoCloseable proxy : proxies) {
                proxy.close();
            }
        }
    }

    private static Program plan(String launcher, String scheme, Path configuration, Service service) {
        return new Program(
                "./go-sync plan, " + service.name() + ", " + scheme, launcher, "plan", configuration.toString());
    }

    private static void print(List<Program> programs, List<Took> took, List<Integer> limits) throws IOException {
        double hello = took.get(0).wall();
        System.out.printf(Locale.ROOT, "%-48s %8.1f ms%n", programs.get(0).name(), hello);
        for (int i = 1; i < programs.size(); i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%-48s %8.1f ms = %5.2f x hello world, at most %d%n",
                    programs.get(i).name(),
                    took.get(i).wall(),
                    took.get(i).wall() / hello,
                    limits.get(i));
        }
    }
}
