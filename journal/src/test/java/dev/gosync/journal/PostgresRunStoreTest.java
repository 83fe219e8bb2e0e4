package dev.gosync.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Runs in a real PostgreSQL. {@code .ci/postgres} starts one. The property {@code gosync.postgres.url} names another one,
 * with its user and its password; each test makes a schema and drops it.
 */
class PostgresRunStoreTest extends JdbcRunStoreContract {
    private static final String URL = System.getProperty("gosync.postgres.url", "");

    private final String schema = "journal_" + UUID.randomUUID().toString().replace('-', '_');

    @BeforeEach
    void make_the_schema() throws SQLException {
        assumeTrue(!URL.isEmpty(), "there is no PostgreSQL: run .ci/postgres, or set -Dgosync.postgres.url");
        execute("CREATE SCHEMA " + schema);
    }

    @AfterEach
    void drop_the_schema() throws SQLException {
        if (!URL.isEmpty()) {
            execute("SET lock_timeout = '20s'; DROP SCHEMA " + schema + " CASCADE");
        }
    }

    @Override
    DataSource source() {
        return source(URL);
    }

    private DataSource source(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setCurrentSchema(schema);
        return source;
    }

    @Override
    AutoCloseable lockElsewhere(String configuration, String holder) throws Exception {
        return LockingProcess.start(URL + "&currentSchema=" + schema, configuration, holder);
    }

    @Test
    void its_name_is_its_address_without_user_and_password() {
        assertThat(JdbcRunStore.in(source()).name()).isEqualTo("database " + URL.replaceFirst("\\?.*", ""));
    }

    @Test
    void a_wrong_password_is_refused_without_showing_it() {
        RunStore store = JdbcRunStore.in(source(URL.replaceFirst("password=[^&]*", "password=s3cret")));

        assertThatThrownBy(() -> store.create("a"))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("The journal in database cannot be written: ")
                .hasMessageEndingWith(". Check the user and the password of the database")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        RunStore store = JdbcRunStore.in(source("jdbc:postgresql://127.0.0.1:1/none?user=ann&password=s3cret"));

        assertThatThrownBy(store::runs)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageEndingWith(". See that the database is running and can be reached, then run again")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void a_user_who_may_make_no_tables_is_told_so() throws SQLException {
        String user = "reader_" + schema;
        execute("CREATE USER " + user + " PASSWORD 'pw'");
        execute("GRANT USAGE ON SCHEMA " + schema + " TO " + user);
        try {
            String url = URL.replaceFirst("user=[^&]*", "user=" + user).replaceFirst("password=[^&]*", "password=pw");
            RunStore store = JdbcRunStore.in(source(url));

            assertThatThrownBy(() -> store.create("a"))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("permission denied")
                    .hasMessageEndingWith(
                            "Let the user of the database make, read and write tables whose names begin with go_sync_");
        } finally {
            execute("DROP OWNED BY " + user);
            execute("DROP USER " + user);
        }
    }

    private static void execute(String sql) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(URL);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
