"""The volunteer-service record: one room (package) for each word of 《重庆市志愿服务记录办法》."""
