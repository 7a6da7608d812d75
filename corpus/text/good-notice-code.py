# [AI Generated] This function was initially drafted using an AI model
def f():
    return 'not AI-generated'
