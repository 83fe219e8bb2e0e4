package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.journal.RunStore.Lock;
import dev.gosync.journal.RunStore.RunWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What runs in any database promise beyond {@link RunStoreContract}. */
abstract class JdbcRunStoreContract extends RunStoreContract {
    /** Gives connections to a schema of this test. */
    abstract DataSource source() throws Exception;

    @Override
    RunStore open() throws Exception {
        return JdbcRunStore.in(source());
    }

    @Override
    boolean isUntouched() throws Exception {
        return count("information_schema.tables WHERE lower(table_name) LIKE 'go_sync%'"
                        + " AND table_schema = current_schema")
                == 0;
    }

    @Override
    AutoCloseable lockElsewhere(String configuration, String holder) throws Exception {
        MortalConnections process = new MortalConnections(source());
        assertThat(JdbcRunStore.in(process).lock(configuration, holder)).isPresent();
        return process::drop;
    }

    @Test
    final void tables_of_a_newer_version_are_refused() throws Exception {
        write(open(), "a", List.of("1"));
        execute("UPDATE go_sync_format SET format = 2");
        RunStore store = open();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                store::runs,
                () -> store.lines("a"),
                () -> store.holder("nightly"),
                () -> store.create("b"),
                () -> store.delete("a"),
                () -> store.lock("nightly", "ann"))) {
            assertThatThrownBy(use)
                    .isInstanceOf(JournalException.class)
                    .hasMessage(
                            "The journal in " + store.name() + " was written by a newer version of Go Sync. Use that"
                                    + " version, or name another database");
        }
        assertThat(count("go_sync_run")).isEqualTo(1);
        assertThat(count("go_sync_line")).isEqualTo(1);
        assertThat(count("go_sync_lock")).isZero();
    }

    @Test
    final void its_tables_can_be_made_again_after_a_crash_in_between() throws Exception {
        write(open(), "a", List.of("1"));
        execute("DROP TABLE go_sync_format");
        execute("DROP TABLE go_sync_holder");
        assertThat(open().runs()).isEmpty();

        write(open(), "b", List.of("2"));

        assertThat(open().runs()).containsExactly("a", "b");
    }

    @Test
    final void a_run_that_has_lost_its_lock_writes_nothing_more() throws Exception {
        MortalConnections connections = new MortalConnections(source());
        RunStore store = JdbcRunStore.in(connections);
        Lock lock = store.lock("nightly", "ann").orElseThrow();
        connections.drop();
        try (Lock next = open().lock("nightly", "bob").orElseThrow();
                RunWriter writer = store.create("a")) {
            writer.append("1");

            assertThatThrownBy(writer::force)
                    .isInstanceOf(JournalException.class)
                    .hasMessageStartingWith("The lock of nightly in " + store.name() + " was lost");

            assertThat(open().holder("nightly")).contains("bob");
            lock.close();
            assertThat(open().holder("nightly")).contains("bob");
            assertThat(next).isNotNull();
        }
        assertThat(open().lines("a")).isEmpty();
    }

    @Test
    final void lines_that_cannot_be_written_are_not_written_later() throws Exception {
        MortalConnections connections = new MortalConnections(source());
        RunStore store = JdbcRunStore.in(connections);
        try (RunWriter writer = store.create("a")) {
            writer.append("1");
            writer.force();
            connections.drop();
            writer.append("2");

            assertThatThrownBy(writer::force)
                    .isInstanceOf(JournalException.class)
                    .hasMessageStartingWith("The journal in " + store.name() + " cannot be written: ");
        }
        assertThat(open().lines("a")).containsExactly("1");
    }

    @Test
    final void no_message_has_a_whole_line_in_it() throws Exception {
        RunStore store = open();
        try (RunWriter writer = store.create("a")) {
            execute("INSERT INTO go_sync_line (run_id, line_number, line) VALUES ('a', 1, 'x')");
            writer.append("ann@example.com".repeat(1000));

            assertThatThrownBy(writer::force)
                    .isInstanceOf(JournalException.class)
                    .satisfies(thrown -> {
                        assertThat(thrown.getMessage().length()).isLessThan(1000);
                        assertThat(thrown).hasMessageNotContaining("ann@");
                    });
        }
    }

    @Test
    final void every_connection_is_given_back_as_it_was() throws Exception {
        MortalConnections connections = new MortalConnections(source());
        RunStore store = JdbcRunStore.in(connections);

        try (Lock lock = store.lock("nightly", "ann").orElseThrow()) {
            assertThat(lock).isNotNull();
            write(store, "a", List.of("1"));
            assertThat(store.lock("nightly", "bob")).isEmpty();
            assertThat(store.holder("nightly")).isPresent();
            assertThatThrownBy(() -> store.create("a")).isInstanceOf(JournalException.class);
            assertThat(store.lines("a")).hasSize(1);
        }

        assertThat(connections.open()).isZero();
        assertThat(connections.given()).isGreaterThan(5);
    }

    private long count(String from) throws Exception {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
