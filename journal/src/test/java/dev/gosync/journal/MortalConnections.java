package dev.gosync.journal;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Gives connections that a test can close, as the death of a process does. Threads may share it. */
final class MortalConnections implements DataSource {
    private final DataSource source;
    private final List<Connection> given = new ArrayList<>();
    private int count;

    MortalConnections(DataSource source) {
        this.source = source;
    }

    /** Closes every connection that was given so far. */
    synchronized void drop() {
        for (Connection connection : given) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
        given.clear();
    }

    /** How many connections are open. */
    synchronized long open() throws SQLException {
        long open = 0;
        for (Connection connection : given) {
            open += connection.isClosed() ? 0 : 1;
        }
        return open;
    }

    /** How many connections were given. */
    synchronized int given() {
        return count;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = source.getConnection();
        synchronized (this) {
            given.add(connection);
            count++;
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
