package dev.gosync.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run is about, and who runs it where. Immutable; threads may share it.
 *
 * @param command what runs: {@code apply}
 * @param configuration the name of what is applied, such as {@code go-sync.yml}. Only one run of it at a time is allowed,
 *     and its guards remember its own runs only.
 * @param file where the configuration was read from; empty if it is no file
 * @param digest the SHA-256 digest of the configuration, in hexadecimal; empty if it is unknown
 * @param version the version of the program
 * @param user the user who runs it
 * @param host the machine it runs on
 * @param pid the number of the process
 * @param undoes the run that this run undoes, if it does
 */
public record RunInfo(
        String command,
        String configuration,
        String file,
        String digest,
        String version,
        String user,
        String host,
        long pid,
        Optional<String> undoes) {

    /**
     * Describes a run of this process.
     *
     * @param command what runs
     * @param configuration the name of what is applied
     * @return the run, without a file and a digest
     */
    public static RunInfo of(String command, String configuration) {
        return new RunInfo(
                command,
                configuration,
                "",
                "",
                Objects.requireNonNullElse(RunInfo.class.getPackage().getImplementationVersion(), "unknown"),
                Objects.requireNonNullElse(System.getProperty("user.name"), "unknown"),
                thisHost(),
                ProcessHandle.current().pid(),
                Optional.empty());
    }

    /**
     * Adds where the configuration was read from, and the digest of its content.
     *
     * @param file its file
     * @return the changed description; without a digest if the file cannot be read
     */
    public RunInfo from(Path file) {
        String digest;
        try {
            digest = Texts.digest(Files.readAllBytes(file));
        } catch (IOException e) {
            digest = "";
        }
        return new RunInfo(
                command,
                configuration,
                file.toAbsolutePath().normalize().toString(),
                digest,
                version,
                user,
                host,
                pid,
                undoes);
    }

    /**
     * Makes this a run that undoes another.
     *
     * @param run the id of the other run
     * @return the changed description
     */
    public RunInfo undoing(String run) {
        return new RunInfo(command, configuration, file, digest, version, user, host, pid, Optional.of(run));
    }

    /** {@return who runs it, for people: {@code ann on build-7 (process 4711)}} */
    public String who() {
        return user + " on " + host + " (process " + pid + ")";
    }

    /** The names that need no network. */
    private static String thisHost() {
        return Stream.of(System.getenv("HOSTNAME"), System.getenv("COMPUTERNAME"), kernelHost())
                .filter(name -> name != null && !name.isBlank())
                .findFirst()
                .orElse("unknown host");
    }

    private static String kernelHost() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
