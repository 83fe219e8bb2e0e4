package dev.gosync.journal;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps runs in a database, for programs that run on several machines. PostgreSQL and H2 are tested. It makes its tables at
 * the first write; their names begin with {@code go_sync_}. A run uses up to three connections at a time. Threads may share
 * it.
 *
 * <p>The lock of a configuration is a locked row in a transaction that stays open, so the database frees it when the
 * connection dies. Then no further line is written, and the run stops before its next write.
 */
public final class JdbcRunStore implements RunStore {
    private static final int SECONDS_TO_ANSWER = 10;

    private final DataSource source;

    /** The locks that are held now. */
    private final Set<JdbcLock> locks = ConcurrentHashMap.newKeySet();

    private volatile @Nullable String address;

    private JdbcRunStore(DataSource source) {
        this.source = source;
    }

    /**
     * Keeps runs in a database.
     *
     * @param source gives connections to the database, to a schema in which tables can be made. A pool must not close a
     *     connection while it is used.
     * @return the store
     */
    public static JdbcRunStore in(DataSource source) {
        return new JdbcRunStore(Objects.requireNonNull(source, "source"));
    }

    /** {@return the address of the database, without its user and its password; only {@code database} if it cannot be reached} */
    @Override
    public String name() {
        if (address == null) {
            try {
                inTransaction("read", Connection::getMetaData);
            } catch (JournalException e) {
                return "database";
            }
        }
        return known();
    }

    @Override
    public List<String> runs() {
        return inTransaction("read", connection -> {
            List<String> runs =
                    isMade(connection) ? JdbcTables.texts(connection, "SELECT run_id FROM go_sync_run") : List.of();
            return runs.stream().sorted().toList(); // a database may have another alphabet
        });
    }

    @Override
    public void forEachLine(String run, Consumer<? super String> each) {
        inTransaction("read", connection -> {
            if (isMade(connection)) {
                JdbcTables.forEachText(
                        connection, each, "SELECT line FROM go_sync_line WHERE run_id = ? ORDER BY line_number", run);
            }
            return run;
        });
    }

    @Override
    public RunWriter create(String run) {
        prepare();
        return uninterrupted("written", () -> {
            JdbcSession session = open();
            try {
                JdbcTables.update(session.connection(), "INSERT INTO go_sync_run (run_id) VALUES (?)", run);
                session.connection().commit();
                return new Writer(run, session);
            } catch (SQLException e) {
                session.close();
                if (JdbcErrors.isDuplicate(e)) {
                    throw new JournalException(
                            "The journal in " + known() + " has a run " + run + " already. Run again", e);
                }
                throw e;
            } catch (RuntimeException | Error e) {
                session.close();
                throw e;
            }
        });
    }

    @Override
    public void delete(String run) {
        inTransaction("written", connection -> {
            if (isMade(connection)) {
                JdbcTables.update(connection, "DELETE FROM go_sync_line WHERE run_id = ?", run);
                JdbcTables.update(connection, "DELETE FROM go_sync_run WHERE run_id = ?", run);
            }
            return run;
        });
    }

    @Override
    public Optional<Lock> lock(String configuration, String holder) {
        prepare();
        String id = Texts.digest(configuration);
        return uninterrupted("written", () -> {
            JdbcSession session = open();
            try {
                if (!hasLocked(session.connection(), id)) {
                    session.close();
                    return Optional.empty();
                }
                tell(id, holder);
                JdbcLock lock = new JdbcLock(id, configuration, session);
                locks.add(lock);
                return Optional.of(lock);
            } catch (SQLException | RuntimeException | Error e) {
                session.close();
                throw e;
            }
        });
    }

    @Override
    public Optional<String> holder(String configuration) {
        String id = Texts.digest(configuration);
        return inTransaction("read", connection -> {
            if (!isMade(connection) || JdbcTables.lock(connection, id) != JdbcTables.Row.TAKEN) {
                return Optional.empty();
            }
            connection.rollback();
            List<String> holders = JdbcTables.texts(connection, "SELECT holder FROM go_sync_holder WHERE id = ?", id);
            return Optional.of(holders.isEmpty() ? "a run that has just begun" : holders.get(0));
        });
    }

    /** Locks the row of a configuration, which is made first if it is missing. */
    private static boolean hasLocked(Connection connection, String id) throws SQLException {
        JdbcTables.Row row = JdbcTables.lock(connection, id);
        if (row == JdbcTables.Row.MISSING) {
            try {
                JdbcTables.update(connection, "INSERT INTO go_sync_lock (id) VALUES (?)", id);
                connection.commit();
            } catch (SQLException e) {
                if (!JdbcErrors.isDuplicate(e) && !JdbcErrors.isLocked(e)) {
                    throw e;
                }
                connection.rollback(); // another run was faster
            }
            row = JdbcTables.lock(connection, id);
        }
        return row == JdbcTables.Row.LOCKED;
    }

    /** On another connection: the transaction of the lock stays open. */
    private void tell(String id, String holder) {
        inTransaction("written", connection -> {
            if (JdbcTables.update(connection, "UPDATE go_sync_holder SET holder = ? WHERE id = ?", holder, id) == 0) {
                JdbcTables.update(connection, "INSERT INTO go_sync_holder (id, holder) VALUES (?, ?)", id, holder);
            }
            return id;
        });
    }

    private boolean isMade(Connection connection) throws SQLException {
        Optional<Integer> format = JdbcTables.format(connection);
        if (format.isPresent() && format.get() > JdbcTables.FORMAT) {
            throw new JournalException(
                    "The journal in " + known()
                            + " was written by a newer version of Go Sync. Use that version, or name"
                            + " another database",
                    null);
        }
        return format.isPresent();
    }

    private void prepare() {
        inTransaction("written", connection -> {
            if (!isMade(connection)) {
                JdbcTables.make(connection);
            }
            return isMade(connection);
        });
    }

    private JdbcSession open() throws SQLException {
        JdbcSession session = JdbcSession.open(source);
        if (address == null) {
            try {
                address = JdbcErrors.address(Objects.requireNonNullElse(
                        session.connection().getMetaData().getURL(), ""));
            } catch (SQLException | RuntimeException | Error e) {
                session.close();
                throw e;
            }
        }
        return session;
    }

    /** The name, without a connection that is only made for it. */
    private String known() {
        String known = address;
        return known == null || known.isEmpty() ? "database" : "database " + known;
    }

    @FunctionalInterface
    private interface Statements<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(String verb, Statements<T> statements) {
        return uninterrupted(verb, () -> {
            try (JdbcSession session = open()) {
                T result = statements.on(session.connection());
                session.connection().commit();
                return result;
            }
        });
    }

    /** After an interrupt, some drivers and pools close a connection, or give none. */
    private <T> T uninterrupted(String verb, Uninterrupted.Work<T, SQLException> access) {
        try {
            return Uninterrupted.run(access);
        } catch (SQLException e) {
            throw JdbcErrors.failed(known(), verb, e);
        }
    }

    private final class Writer implements RunWriter {
        private final String run;
        private final JdbcSession session;
        private final List<String> waiting = new ArrayList<>();
        private int written;
        private boolean failed;

        Writer(String run, JdbcSession session) {
            this.run = run;
            this.session = session;
        }

        @Override
        public void append(String line) {
            waiting.add(encodable(line));
        }

        @Override
        public void force() {
            if (waiting.isEmpty()) {
                return;
            }
            failed = true;
            locks.forEach(JdbcLock::check);
            uninterrupted("written", () -> {
                JdbcTables.insert(session.connection(), run, written + 1, waiting);
                session.connection().commit();
                return run;
            });
            written += waiting.size();
            waiting.clear();
            failed = false;
        }

        /** Lines that were not forced are written too, unless an attempt has failed: there must be no gap. */
        @Override
        public void close() {
            try (session) {
                if (!failed) {
                    force();
                }
            }
        }

        /** Half of a surrogate pair becomes a question mark, as in a file. */
        private static String encodable(String line) {
            return line.chars().anyMatch(c -> Character.isSurrogate((char) c))
                    ? new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                    : line;
        }
    }

    private final class JdbcLock implements Lock {
        private final String id;
        private final String configuration;
        private final JdbcSession session;
        private boolean closed;

        JdbcLock(String id, String configuration, JdbcSession session) {
            this.id = id;
            this.configuration = configuration;
            this.session = session;
        }

        /** Also keeps the connection from being idle for long. */
        synchronized void check() {
            boolean isHeld =
                    closed || uninterrupted("read", () -> session.connection().isValid(SECONDS_TO_ANSWER));
            if (!isHeld) {
                throw new JournalException(
                        "The lock of " + configuration + " in " + known() + " was lost: its connection was closed, so"
                                + " another run may have begun. See that the database does not close connections in an"
                                + " open transaction, then run again",
                        null);
            }
        }

        /** Frees the lock, and no longer names its holder, in one transaction. */
        @Override
        public synchronized void close() {
            if (closed) {
                return;
            }
            closed = true;
            locks.remove(this);
            try (session) {
                Uninterrupted.run(() -> {
                    JdbcTables.update(session.connection(), "DELETE FROM go_sync_holder WHERE id = ?", id);
                    session.connection().commit();
                    return id;
                });
            } catch (SQLException e) {
                // the lock is freed with the connection
            }
        }
    }
}
