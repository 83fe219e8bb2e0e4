package dev.gosync.cli;

import dev.gosync.adapter.AdapterProvider;
import dev.gosync.config.Adapters;
import dev.gosync.config.ConfigurationException;
import dev.gosync.config.Fault;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Finds the adapters of the user: in the jars of a folder, in addition to those of the program. */
final class AdapterFolder {
    private static final String NAME = "adapters";
    private static final String HOME = "go-sync.home";
    private static final String OPTION = "--adapters";

    private AdapterFolder() {}

    /**
     * Finds the adapters of the program and of the folder.
     *
     * @param option the folder that the user named; null for the folder {@code adapters} beside the program, if it exists
     * @param working the folder that the option is relative to
     * @throws ConfigurationException if the folder or a jar in it cannot be used
     */
    static Adapters find(@Nullable String option, Path working) {
        Optional<Path> folder = option == null
                ? home().map(home -> home.resolve(NAME)).filter(Files::isDirectory)
                : Optional.of(named(option, working));
        return folder.map(AdapterFolder::withThoseOf)
                .orElseGet(() -> Adapters.in(AdapterFolder.class.getClassLoader()));
    }

    private static Path named(String option, Path working) {
        try {
            Path folder = working.resolve(option);
            if (Files.isDirectory(folder)) {
                return folder;
            }
        } catch (InvalidPathException e) {
            // Then it is not a folder.
        }
        throw fault(OPTION, "there is no folder " + option);
    }

    /** The folder of the program: that of the launcher, or that of the jar. */
    private static Optional<Path> home() {
        String home = System.getProperty(HOME);
        if (home != null) {
            return Optional.of(Path.of(home));
        }
        @Nullable CodeSource source = AdapterFolder.class.getProtectionDomain().getCodeSource();
        try {
            return source == null || source.getLocation() == null
                    ? Optional.empty()
                    : Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent());
        } catch (URISyntaxException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Adapters withThoseOf(Path folder) {
        List<URL> jars = jars(folder);
        ClassLoader loader = new URLClassLoader(
                jars.toArray(URL[]::new), AdapterFolder.class.getClassLoader()); // open until the end
        Adapters all = Adapters.in(loader);
        List<AdapterProvider> added = all.all().stream()
                .filter(provider -> loader.equals(provider.getClass().getClassLoader()))
                .toList();
        if (added.isEmpty()) {
            throw fault(
                    folder.toString(),
                    "no adapter is in its " + TextFormat.count(jars.size(), "jar", "jars")
                            + "; a jar with an adapter names it in META-INF/services/"
                            + AdapterProvider.class.getName());
        }
        return all;
    }

    private static List<URL> jars(Path folder) {
        List<URL> jars = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : files) {
                try {
                    new ZipFile(jar.toFile()).close(); // a class loader would leave out what it cannot read
                    jars.add(jar.toUri().toURL());
                } catch (IOException e) {
                    throw fault(jar.toString(), "is not a jar that can be read");
                }
            }
        } catch (IOException e) {
            throw fault(folder.toString(), "the folder cannot be read");
        }
        return jars;
    }

    private static ConfigurationException fault(String where, String problem) {
        return new ConfigurationException(List.of(Fault.of(where, problem)));
    }
}
