package dev.gosync.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The tables of a journal in a database, in SQL that PostgreSQL and H2 share. Nothing here commits, except {@link #make}. */
final class JdbcTables {
    /** The version of the tables. A database with a newer one is refused. */
    private static final int ROWS_AT_A_TIME = 1000;

    static final int FORMAT = 1;

    /** Whether a row of the table of locks is locked. */
    enum Row {
        /** This connection has locked it, until its transaction ends. */
        LOCKED,
        /** Another connection has locked it. The transaction must be rolled back. */
        TAKEN,
        /** The row does not exist. */
        MISSING
    }

    /** The last one has the format, so that it is there only if the others are. */
    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS go_sync_run (run_id VARCHAR(200) PRIMARY KEY)",
            "CREATE TABLE IF NOT EXISTS go_sync_line (run_id VARCHAR(200) NOT NULL, line_number INTEGER NOT NULL,"
                    + " line TEXT NOT NULL, PRIMARY KEY (run_id, line_number))",
            "CREATE TABLE IF NOT EXISTS go_sync_lock (id VARCHAR(64) PRIMARY KEY)",
            "CREATE TABLE IF NOT EXISTS go_sync_holder (id VARCHAR(64) PRIMARY KEY, holder TEXT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS go_sync_format (id INTEGER PRIMARY KEY, format INTEGER NOT NULL)");

    private JdbcTables() {}

    /** {@return the version of the tables; empty if there are none} The transaction may be rolled back. */
    static Optional<Integer> format(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT format FROM go_sync_format")) {
            return rows.next() ? Optional.of(rows.getInt(1)) : Optional.empty();
        } catch (SQLException e) {
            if (!JdbcErrors.isMissingTable(e)) {
                throw e;
            }
            connection.rollback();
            return Optional.empty();
        }
    }

    /** Makes the tables. Another process may do so at the same time. */
    static void make(Connection connection) throws SQLException {
        try {
            try (Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    statement.executeUpdate(table);
                }
            }
            update(connection, "INSERT INTO go_sync_format (id, format) VALUES (1, " + FORMAT + ")");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (format(connection).isEmpty()) {
                throw e;
            }
        }
    }

    static List<String> texts(Connection connection, String query, String... parameters) throws SQLException {
        List<String> texts = new ArrayList<>();
        forEachText(connection, texts::add, query, parameters);
        return texts;
    }

    /** In an open transaction, drivers fetch some rows at a time. */
    static void forEachText(Connection connection, Consumer<? super String> each, String query, String... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, query, parameters)) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.accept(rows.getString(1));
                }
            }
        }
    }

    static int update(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, String... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** Writes lines of a run, in one batch. */
    static void insert(Connection connection, String run, int first, List<String> lines) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO go_sync_line (run_id, line_number, line) VALUES (?, ?, ?)")) {
            for (int i = 0; i < lines.size(); i++) {
                statement.setString(1, run);
                statement.setInt(2, first + i);
                statement.setString(3, lines.get(i));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Locks a row without waiting. */
    static Row lock(Connection connection, String id) throws SQLException {
        try {
            return texts(connection, "SELECT id FROM go_sync_lock WHERE id = ? FOR UPDATE NOWAIT", id)
                            .isEmpty()
                    ? Row.MISSING
                    : Row.LOCKED;
        } catch (SQLException e) {
            if (JdbcErrors.isLocked(e)) {
                return Row.TAKEN;
            }
            throw e;
        }
    }
}
