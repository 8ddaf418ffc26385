"""我的消息: what the system tells a person. An outgoing hook (SMS, e-mail) is a later setting; here it is a page."""
