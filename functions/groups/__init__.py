"""Groups (Articles 4 and 23): application, decision, recorders, the members they record for."""
