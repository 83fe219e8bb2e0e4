package dev.gosync.journal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A connection without auto-commit. What was not committed is rolled back at the end. For one thread at a time. */
final class JdbcSession implements AutoCloseable {
    private final Connection connection;
    private final boolean autoCommit;

    private JdbcSession(Connection connection, boolean autoCommit) {
        this.connection = connection;
        this.autoCommit = autoCommit;
    }

    static JdbcSession open(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            return new JdbcSession(connection, autoCommit);
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    /** Rolls back, and returns the connection as it was. A dead connection is no error: what was committed is safe. */
    @Override
    public void close() {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            // the database has given up the transaction with the connection
        }
    }
}
